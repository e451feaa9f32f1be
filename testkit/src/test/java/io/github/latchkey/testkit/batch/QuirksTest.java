package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each oddity of the service as a switch: on it shows, off it does not, and the table of the documentation says which
 * is usual.
 */
class QuirksTest {

    private static final Path DOCUMENT = Path.of("../docs/design/fake-batch.md");

    /** How one sees whether a quirk is there, by its name. Permissions are looked at where permissions are. */
    private static final Map<String, Function<FrozenBatch, Boolean>> SEEN = looks();

    private static Map<String, Function<FrozenBatch, Boolean>> looks() {
        Map<String, Function<FrozenBatch, Boolean>> looks = new TreeMap<>();
        looks.put(
                "longsAsStrings",
                fake -> fake.get("/jobs/j?$expand=stats")
                        .at("/stats/numFailedTasks")
                        .isTextual());
        looks.put(
                "metadataMembers",
                fake -> fake.get("/jobs").has("odata.metadata")
                        && fake.calls.get("/jobs/none").json().has("odata.metadata"));
        looks.put(
                "blankInMediaType",
                fake -> fake.calls
                        .get("/jobs")
                        .header("Content-Type")
                        .equals("application/json; odata=minimalmetadata"));
        looks.put(
                "capitalizedOutcomes",
                fake -> fake.get("/jobs/j/tasks/fails")
                                .at("/executionInfo/failureInfo/category")
                                .asText()
                                .equals("UserError")
                        && fake.get("/jobs/j/tasks/fails")
                                .at("/executionInfo/result")
                                .asText()
                                .equals("Failure"));
        looks.put(
                "awkwardLinks",
                fake -> !isUri(fake.get("/jobs/j/tasks?maxresults=1")
                        .path("odata.nextLink")
                        .asText()));
        looks.put("emptyFirstPages", fake -> fake.get("/jobs").path("value").isEmpty());
        looks.put(
                "misleadingLocation",
                fake -> !fake.calls
                        .post("/jobs", BatchCalls.job("named", "p"))
                        .header("Location")
                        .endsWith("/named"));
        looks.put("shuffledResults", QuirksTest::shuffles);
        looks.put(
                "chunkedFiles",
                fake -> fake.calls
                        .get("/jobs/j/tasks/fails/files/stdout.txt")
                        .header("Content-Length")
                        .isEmpty());
        looks.put(
                "refuseCharset",
                fake -> fake.calls
                                .call(
                                        "POST",
                                        "/jobs",
                                        BatchCalls.job("charset", "p"),
                                        Map.of("Content-Type", "application/json; charset=utf-8"))
                                .status()
                        == 400);
        looks.put(
                "shortPages",
                fake -> fake.calls.pageSizes("/jobs/j/tasks?maxresults=2").contains(1));
        looks.put(
                "refuseUnknownOptions",
                fake -> fake.calls.get("/jobs?color=red").code().equals("UnsupportedQueryParameter"));
        looks.put(
                "preparationStatusCode",
                fake -> fake.calls
                        .get("/jobs/j/jobpreparationandreleasetaskstatus")
                        .code()
                        .equals("JobPreparationTaskOrReleaseTaskNotSpecified"));
        return looks;
    }

    private static boolean isUri(String text) {
        try {
            URI.create(text);
            return true;
        } catch (IllegalArgumentException awkward) {
            return false;
        }
    }

    private static boolean shuffles(FrozenBatch fake) {
        String tasks = IntStream.range(10, 40)
                .mapToObj(i -> BatchCalls.task("n" + i))
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        JsonNode results = fake.calls
                .post("/jobs/j/addtaskcollection", "{\"value\":[" + tasks + "]}")
                .json()
                .path("value");
        return IntStream.range(0, 30)
                .anyMatch(i -> !results.get(i).path("taskId").asText().equals("n" + (i + 10)));
    }

    private static FrozenBatch fake(BatchQuirks quirks) {
        FrozenBatch fake = new FrozenBatch(builder -> builder.quirks(quirks)
                .script(TaskRules.builder()
                        .task("fails", TaskOutcome.exitsWith(1))
                        .build()));
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post("/jobs/j/tasks", BatchCalls.task("fails"));
        fake.post("/jobs/j/tasks", BatchCalls.task("other"));
        fake.seconds(1);
        return fake;
    }

    private static BatchQuirks all(boolean value) throws ReflectiveOperationException {
        BatchQuirks.Builder builder = BatchQuirks.builder();
        for (Method option : BatchQuirks.Builder.class.getMethods()) {
            if (option.getParameterCount() == 1 && option.getParameterTypes()[0] == boolean.class) {
                option.invoke(builder, value);
            }
        }
        return builder.build();
    }

    private static Map<String, Boolean> values(BatchQuirks quirks) throws ReflectiveOperationException {
        Map<String, Boolean> values = new TreeMap<>();
        for (Method option : BatchQuirks.class.getMethods()) {
            if (option.getReturnType() == boolean.class && option.getDeclaringClass() == BatchQuirks.class) {
                values.put(option.getName(), (Boolean) option.invoke(quirks));
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void quirk_onOrOff_showsOrDoesNot(boolean on) throws ReflectiveOperationException {
        try (FrozenBatch fake = fake(all(on))) {
            Map<String, Boolean> seen = new LinkedHashMap<>();
            SEEN.forEach((name, look) -> seen.put(name, look.apply(fake)));
            assertThat(seen)
                    .allSatisfy((name, there) -> assertThat(there).as(name).isEqualTo(on));
        }
    }

    @Test
    void quirks_usual_areSeenAsTheDefaultsSay() throws ReflectiveOperationException {
        Map<String, Boolean> defaults = values(BatchQuirks.defaults());
        try (FrozenBatch fake = fake(BatchQuirks.defaults())) {
            SEEN.forEach((name, look) -> assertThat(look.apply(fake)).as(name).isEqualTo(defaults.get(name)));
        }
    }

    @Test
    void quirks_ofPermissions_areTheOnlyOnesLookedAtElsewhere() throws ReflectiveOperationException {
        TreeSet<String> elsewhere = new TreeSet<>(values(BatchQuirks.defaults()).keySet());
        elsewhere.removeAll(SEEN.keySet());

        assertThat(elsewhere).containsExactly("accountReadGrantsReads", "listKeysGrantsAll");
    }

    @Test
    void documentation_tableOfQuirks_isThatOfTheCode() throws IOException, ReflectiveOperationException {
        Map<String, Boolean> documented = new TreeMap<>();
        Files.readString(DOCUMENT)
                .lines()
                .filter(line -> line.matches("\\| `\\w+` \\| (on|off) \\|.*"))
                .map(line -> line.split("\\|", -1))
                .forEach(cells -> documented.put(
                        cells[1].strip().replace("`", ""), cells[2].strip().equals("on")));

        assertThat(documented).isEqualTo(values(BatchQuirks.defaults()));
    }
}
