package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Repeat;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/operations.md} equal to the code. To write it anew: {@code ./mvnw -pl batch-client -am test
 * -Dtest=OperationsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Doperations.write=true}.
 */
class OperationsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    private static final Path DESIGN = Path.of("..", "docs", "design", "request-pipeline.md");
    private static final String RULES_BEGIN = "<!-- repeat: made from the code -->\n";
    private static final String RULES_END = "<!-- /repeat -->";

    @Test
    void document_saysWhatTheCodeDoes() throws IOException {
        String text = document();
        if (Boolean.getBoolean("operations.write")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, text);
        }
        assertThat(DOCUMENT)
                .as("docs/operations.md; run this test with -Doperations.write=true to bring it up to date")
                .hasContent(text);
    }

    @Test
    void design_namesTheOperationsOfEachRule() throws IOException {
        String text = Files.readString(DESIGN);
        String before = text.substring(0, text.indexOf(RULES_BEGIN) + RULES_BEGIN.length());
        String after = text.substring(text.indexOf(RULES_END));
        if (Boolean.getBoolean("operations.write")) {
            Files.writeString(DESIGN, before + rules() + after);
        }
        assertThat(DESIGN)
                .as(
                        "docs/design/request-pipeline.md; run this test with -Doperations.write=true to bring it up to date")
                .hasContent(before + rules() + after);
    }

    private static String rules() {
        StringBuilder text = new StringBuilder("| rule | repeated | operations |\n|---|---|---|\n");
        for (Repeat repeat : Repeat.values()) {
            text.append("| ")
                    .append(repeat)
                    .append(" | ")
                    .append(repeat.rule())
                    .append(" | ")
                    .append(Arrays.stream(Operation.values())
                            .filter(operation -> operation.repeat() == repeat)
                            .map(Operation::id)
                            .collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        return text.toString();
    }

    @Test
    void calls_areMethodsOfTheClient() {
        for (Operation operation : Operation.values()) {
            Method method = Calls.method(operation);
            assertThat(method.isAnnotationPresent(Deprecated.class))
                    .as("%s is deprecated exactly if a later version dropped it", operation)
                    .isEqualTo(operation.until() != null);
        }
    }

    private static String document() {
        StringBuilder text = new StringBuilder("""
                # Operations

                Every operation of the Batch service and the Java call for it, counted from a `BatchClient`. Each call also has
                a form with options as its last argument. Made from the code; a test fails when it is out of date.

                | operation | request | Java call | service versions | repeated |
                |---|---|---|---|---|
                """);
        for (Operation operation : Operation.values()) {
            text.append("| ")
                    .append(operation.id())
                    .append(" | `")
                    .append(operation.method())
                    .append(' ')
                    .append(operation.path())
                    .append("` | `")
                    .append(operation.call())
                    .append("` | ")
                    .append(versions(operation))
                    .append(" | ")
                    .append(operation.repeat())
                    .append(" |\n");
        }
        text.append("\n").append(Operation.values().length).append("""
                 operations. Service versions: %s; the first is the default. An operation that the chosen version does not have is
                refused with an `InvalidOptionException` before any request.

                ## When a failed request is repeated

                After a connection failure, a time-out, or status 408, 429, 500, 502, 503, 504, within the call's time and its number of
                tries, with exponential waits and full jitter; `Retry-After` is obeyed where it is longer.

                [Which step decides it, and why](design/request-pipeline.md#when-a-request-is-sent-again).

                | word | repeated |
                |---|---|
                """.formatted(Arrays.stream(ServiceVersion.values())
                .map(version -> "`" + version.value() + "`")
                .collect(Collectors.joining(", "))));
        for (Repeat repeat : Repeat.values()) {
            text.append("| ").append(repeat).append(" | ").append(repeat.rule()).append(" |\n");
        }
        return text.toString();
    }

    private static String versions(Operation operation) {
        ServiceVersion since = operation.since();
        ServiceVersion until = operation.until();
        if (since != null) {
            return "from " + since.value();
        }
        return until == null ? "all" : "before " + until.value();
    }
}
