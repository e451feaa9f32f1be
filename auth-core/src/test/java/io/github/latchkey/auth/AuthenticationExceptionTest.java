package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticationExceptionTest {

    private static final ErrorDetails DETAILS = ErrorDetails.builder()
            .statusCode(401)
            .error("invalid_client")
            .suberror("bad")
            .errorCodes(List.of(7000215, 1))
            .correlationId("correlation")
            .traceId("trace")
            .retryAfter(Duration.ofSeconds(3))
            .claims("{}")
            .remedy("Give the value.")
            .build();

    @Test
    void message_withDetails_saysWhatHappenedAndWhatToDo() {
        assertThat(new PermanentAuthenticationException("Refused", DETAILS, null))
                .hasMessage("Refused (HTTP 401, AADSTS7000215, AADSTS1, invalid_client, bad, retry after 3 s)."
                        + " Give the value. Correlation id: correlation. Trace id: trace.");
    }

    @Test
    void accessors_withDetails_areTheirs() {
        AuthenticationException e = new TransientAuthenticationException("Busy", DETAILS, null);

        assertThat(e.isTransient()).isTrue();
        assertThat(e.error()).contains("invalid_client");
        assertThat(e.errorCode()).hasValue(7000215);
        assertThat(e.correlationId()).contains("correlation");
        assertThat(e.traceId()).contains("trace");
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(e.claims()).contains("{}");
        assertThat(e.remedy()).contains("Give the value.");
    }

    @Test
    void accessors_withoutDetails_areEmpty() {
        AuthenticationException e = new CredentialUnavailableException("Nothing here", ErrorDetails.NONE, null);

        assertThat(e).hasMessage("Nothing here.");
        assertThat(e.isTransient()).isFalse();
        assertThat(e.errorCode()).isEmpty();
        assertThat(e.retryAfter()).isEmpty();
    }

    @Test
    void retryAfter_inThePast_isZero() {
        assertThat(ErrorDetails.builder()
                        .retryAfter(Duration.ofSeconds(-5))
                        .build()
                        .retryAfter())
                .contains(Duration.ZERO);
    }
}
