package io.github.latchkey.batch.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers in whatever state they come. */
class AnswerTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", "9999999999999999999", "1e3", "\u0661", "ten"})
    void number_thatIsNone_isAbsent(String text) {
        assertThat(answer(text).number("x")).isNull();
        assertThat(answer(text).retryAfter(CLOCK)).isNull();
    }

    @Test
    void number_ofAnyFile_isRead() {
        assertThat(answer("999999999999999999").number("x")).isEqualTo(999_999_999_999_999_999L);
        assertThat(answer("0").number("x")).isZero();
        assertThat(answer("1").number("y")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "0, PT0S",
        "999999999999999999, PT999999999999999999S",
        "'Fri, 02 Jan 2026 03:04:15 GMT', PT10S",
        "'Fri, 02 Jan 2026 03:04:00 GMT', PT0S",
        "'Fri, 31 Dec 9999 23:59:59 GMT', PT251634977754S",
    })
    void retryAfter_inEachForm_isATimeToWait(String text, String expected) {
        assertThat(answer(text).retryAfter(CLOCK)).isEqualTo(Duration.parse(expected));
    }

    @ParameterizedTest
    @CsvSource({"a%20b+c, a b+c", "%zz%2, %zz%2", "100%, 100%", "%C3%BC%c3%bc, üü", "%25zz, %zz", "plain, plain"})
    void decoded_whatIsNoEncoding_staysAsItIs(String text, String expected) {
        assertThat(answer(text).decoded("x")).isEqualTo(expected);
    }

    private static Answer answer(String value) {
        return new Answer(503, new DefaultHttpHeaders().set("x", value).set("Retry-After", value));
    }
}
