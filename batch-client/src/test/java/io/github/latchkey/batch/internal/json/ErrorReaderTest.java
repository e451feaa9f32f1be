package io.github.latchkey.batch.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.BatchErrorDetail;
import io.github.latchkey.batch.model.ErrorMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;

/** What is there of an error is read, whatever stands beside it. */
@NullUnmarked // a null where none should be is a failed test
class ErrorReaderTest {

    @Property
    void code_isRead_whateverTheOtherMembersAre(
            @ForAll("json") String message, @ForAll("json") String values, @ForAll("json") String unknown) {
        BatchError error = read("{\"unknown\":" + unknown + ",\"message\":" + message + ",\"values\":" + values
                + ",\"code\":\"JobExists\"}");

        assertThat(error.code()).isEqualTo("JobExists");
    }

    @Property
    void messageAndValues_areRead_whateverTheOtherMembersAre(
            @ForAll("json") String code, @ForAll("json") String before, @ForAll("json") String lang) {
        BatchError error = read("{\"code\":" + code + ",\"message\":{\"lang\":" + lang
                + ",\"value\":\"words\"},\"values\":[" + before + ",{\"key\":\"k\",\"value\":\"v\"}]}");

        assertThat(error.message().value()).isEqualTo("words");
        assertThat(error.values()).contains(new BatchErrorDetail("k", "v"));
    }

    @Example
    void message_thatIsABareText_isTheMessage() {
        assertThat(read("{\"code\":\"JobExists\",\"message\":\"it exists\"}"))
                .isEqualTo(new BatchError("JobExists", new ErrorMessage(null, "it exists"), null));
    }

    @Example
    void error_ofTheServicesShape_isReadWhole() {
        assertThat(read("{\"odata.metadata\":\"m\",\"code\":\"c\",\"message\":{\"lang\":\"en-US\",\"value\":\"v\"},"
                        + "\"values\":[{\"key\":\"k\",\"value\":\"v\"}]}"))
                .isEqualTo(
                        new BatchError("c", new ErrorMessage("en-US", "v"), List.of(new BatchErrorDetail("k", "v"))));
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> scalars =
                Arbitraries.of("null", "true", "5", "-1.5e3", "\"\"", "\"text\"", "{}", "[]", "\"\\u0000\\\"\"");
        return Arbitraries.lazyOf(
                () -> scalars,
                () -> scalars,
                () -> json().list().ofMaxSize(3).map(all -> "[" + String.join(",", all) + "]"),
                () -> json().map(inner -> "{\"value\":" + inner + ",\"key\":" + inner + ",\"code\":" + inner + "}"));
    }

    private static BatchError read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), BatchError.class);
    }
}
