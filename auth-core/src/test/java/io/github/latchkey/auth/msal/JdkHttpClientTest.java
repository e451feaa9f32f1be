package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.ServerResponse;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine's own HTTP client under MSAL4J, against a real socket. */
class JdkHttpClientTest {

    private final FakeEntra entra = FakeEntra.start();

    @AfterEach
    void close() {
        entra.close();
    }

    private String acquire(Duration timeout) throws Exception {
        JdkHttpClient http = new JdkHttpClient(
                () -> HttpClient.newBuilder()
                        .sslContext(entra.trust().sslContext())
                        .build(),
                timeout);
        return ConfidentialClientApplication.builder(
                        entra.clientId(), ClientCredentialFactory.createFromSecret(entra.clientSecret()))
                .authority(entra.authority().toString())
                .instanceDiscovery(false)
                .disableInternalRetries()
                .httpClient(new GuardedHttpClient(http, Clock.systemUTC()))
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of("https://batch.core.windows.net//.default"))
                        .build())
                .get(30, TimeUnit.SECONDS)
                .accessToken();
    }

    private AuthenticationException failure(Fault fault, Duration timeout) {
        entra.faults().clear();
        entra.faults().on(FakeEntra.tokenEndpoint()).fault(fault);
        Throwable thrown = catchThrowable(() -> acquire(timeout));
        return (AuthenticationException) Objects.requireNonNull(MsalErrors.typed(thrown, "x"));
    }

    @Test
    void send_rightSecret_bringsAToken() throws Exception {
        assertThat(acquire(Duration.ofSeconds(20))).isNotBlank();
    }

    @Test
    void send_serverHangsOrDrips_endsByTheTimeout() {
        Duration little = Duration.ofMillis(300);

        assertThat(failure(Fault.hang(), little))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
        assertThat(failure(Fault.drip(1, Duration.ofMillis(200)), little))
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("no answer in time");
    }

    @Test
    void send_connectionBreaks_isTransient() {
        Duration enough = Duration.ofSeconds(20);

        assertThat(failure(Fault.resetBefore(), enough)).isInstanceOf(TransientAuthenticationException.class);
        assertThat(failure(Fault.halfBody(), enough)).isInstanceOf(TransientAuthenticationException.class);
        assertThat(failure(Fault.resetAfterHalfBody(), enough)).isInstanceOf(TransientAuthenticationException.class);
    }

    @Test
    void send_hugeBodyOrRedirect_isRefused() {
        Duration enough = Duration.ofSeconds(20);

        assertThat(failure(
                        Fault.respond(ServerResponse.json(200, Map.of("access_token", "x".repeat(1 << 20)))), enough))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContaining("too large");
        assertThat(failure(
                        Fault.respond(ServerResponse.status(302).header("Location", "https://evil.example/")), enough))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContaining("does not give");
    }

    @Test
    void send_serverNobodyTrusts_saysSo() {
        JdkHttpClient distrustful = JdkHttpClient.create(Duration.ofSeconds(20));

        Throwable thrown = catchThrowable(() -> ConfidentialClientApplication.builder(
                        entra.clientId(), ClientCredentialFactory.createFromSecret("any"))
                .authority(entra.authority().toString())
                .instanceDiscovery(false)
                .httpClient(new GuardedHttpClient(distrustful, Clock.systemUTC()))
                .build()
                .acquireToken(
                        ClientCredentialParameters.builder(Set.of("a/.default")).build())
                .get(30, TimeUnit.SECONDS));

        assertThat(MsalErrors.typed(thrown, "x"))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContaining("certificate is not trusted");
    }
}
