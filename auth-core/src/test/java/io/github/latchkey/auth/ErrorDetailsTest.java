package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorDetailsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "7 | PT7S",
                "' 7 ' | PT7S",
                "0 | PT0S",
                "-7 | PT0S",
                "99999999 | PT24H",
                "Tue, 24 Nov 2026 12:01:30 GMT | PT1M30S",
                "Tue, 24 Nov 2026 11:00:00 GMT | PT0S",
                "Tue, 24 Nov 2099 12:00:00 GMT | PT24H",
                "soon | none",
                "99999999999999999999 | none",
                "none | none"
            })
    void retryAfter_ofAHeader_isReadOrLeftOut(@Nullable String header, @Nullable Duration wait) {
        assertThat(ErrorDetails.builder().retryAfter(header, NOON).build().retryAfter())
                .isEqualTo(java.util.Optional.ofNullable(wait));
    }

    @Test
    void toBuilder_unchanged_keepsEverything() {
        ErrorDetails details = ErrorDetails.builder()
                .statusCode(400)
                .error("invalid_grant")
                .suberror("basic_action")
                .errorCodes(List.of(50076))
                .correlationId("correlation")
                .traceId("trace")
                .retryAfter(Duration.ofSeconds(3))
                .claims("{}")
                .remedy("Sign in.")
                .build();

        assertThat(details.toBuilder().build()).usingRecursiveComparison().isEqualTo(details);
    }
}
