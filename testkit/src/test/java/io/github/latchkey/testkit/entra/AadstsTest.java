package io.github.latchkey.testkit.entra;

import static io.github.latchkey.testkit.entra.EntraHttp.BATCH_SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error of a client credentials request arises from its cause, with the service's status and body. */
class AadstsTest {

    private static final String DISABLED = "e3b0c442-98fc-4c14-9afb-f4c8996fb924";
    private static final String PUBLIC_ONLY = "d41d8cd9-8f00-4204-a980-0998ecf8427e";
    private static final String EXPIRED_SECRET = "5d41402a-bc4b-4a76-b971-9d911017c592";
    private static final String ABSENT = "00000000-dead-4eef-8000-000000000000";
    private static final String NOT_A_TENANT = "00000000-0000-4000-8000-00000000dead";

    private final TestClock clock = TestClock.frozen();
    private FakeEntra entra;
    private EntraHttp http;

    @BeforeEach
    void start() {
        entra = FakeEntra.builder()
                .clock(clock)
                .app(EntraApp.builder(DISABLED).secret("s").disabled(true).build())
                .app(EntraApp.builder(PUBLIC_ONLY).allowPublicClient(true).build())
                .app(EntraApp.builder(EXPIRED_SECRET)
                        .secret("old", clock.instant().plus(Duration.ofDays(1)))
                        .secret("new", clock.instant().plus(Duration.ofDays(3)))
                        .build())
                .resource(EntraResource.builder("0c1d7d0e-9a34-4f7e-9d5e-0f2f6b1c3a55", "api://off")
                        .disabled(true)
                        .build())
                .start();
        http = new EntraHttp(entra);
    }

    @AfterEach
    void stop() {
        entra.close();
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                arguments(Aadsts.TENANT_NOT_FOUND, NOT_A_TENANT, Map.of()),
                arguments(Aadsts.NO_TENANT, "common", Map.of()),
                arguments(Aadsts.NO_TENANT, "organizations", Map.of()),
                arguments(Aadsts.GRANT_NOT_ON_CONSUMERS, "consumers", Map.of()),
                arguments(Aadsts.MISSING_PARAMETER, "", Map.of("grant_type", "")),
                arguments(Aadsts.MISSING_PARAMETER, "", Map.of("client_id", "")),
                arguments(Aadsts.MISSING_PARAMETER, "", Map.of("scope", "")),
                arguments(Aadsts.MALFORMED_REQUEST, "", Map.of("claims", "{")),
                arguments(Aadsts.RESOURCE_ON_V2, "", Map.of("resource", EntraHttp.BATCH)),
                arguments(Aadsts.UNSUPPORTED_GRANT, "", Map.of("grant_type", "magic")),
                arguments(Aadsts.APP_NOT_FOUND, "", Map.of("client_id", ABSENT)),
                arguments(Aadsts.APP_DISABLED, "", Map.of("client_id", DISABLED)),
                arguments(Aadsts.WRONG_SECRET, "", Map.of("client_secret", "wrong")),
                arguments(Aadsts.PUBLIC_CLIENT_SENT_CREDENTIAL, "", Map.of("client_id", PUBLIC_ONLY)),
                arguments(Aadsts.CREDENTIAL_REQUIRED_FOR_GRANT, "", Map.of("client_secret", "")),
                arguments(
                        Aadsts.CREDENTIAL_REQUIRED_FOR_GRANT,
                        "",
                        Map.of("client_id", PUBLIC_ONLY, "client_secret", "")),
                arguments(Aadsts.RESOURCE_NOT_FOUND, "", Map.of("scope", "https://nowhere.example/.default")),
                arguments(Aadsts.RESOURCE_DISABLED, "", Map.of("scope", "api://off/.default")),
                arguments(Aadsts.SCOPE_NOT_DEFAULT, "", Map.of("scope", "https://batch.core.windows.net//jobs")),
                arguments(Aadsts.SCOPE_NOT_DEFAULT, "", Map.of("scope", "openid")),
                arguments(
                        Aadsts.INVALID_SCOPE,
                        "",
                        Map.of("scope", BATCH_SCOPE + " https://management.azure.com//.default")));
    }

    @ParameterizedTest(name = "{0} at {1} with {2}")
    @MethodSource("causes")
    void clientCredentials_cause_givesTheError(Aadsts expected, String tenant, Map<String, String> change) {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.putAll(change);
        form.values().removeIf(String::isEmpty);

        Reply reply = http.post(
                "/" + (tenant.isEmpty() ? entra.tenantId() : tenant) + "/oauth2/v2.0/token",
                form,
                "client-request-id",
                "0d0f8a47-5c2e-4c0b-a2f6-6a4c2b7e9d11");

        assertError(reply, expected);
        assertThat(reply.field("correlation_id")).isEqualTo("0d0f8a47-5c2e-4c0b-a2f6-6a4c2b7e9d11");
    }

    @Test
    void clientCredentials_missingParameter_isNamed() {
        Reply reply = http.token(entra.tenantId(), Map.of("grant_type", "client_credentials"));

        assertThat(reply.field("error_description")).contains("'client_id'");
    }

    @Test
    void clientCredentials_secretExpires_isRefusedFromThenOn() {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.put("client_id", EXPIRED_SECRET);
        form.put("client_secret", "old");
        assertThat(http.token(entra.tenantId(), form).status()).isEqualTo(200);

        clock.advance(Duration.ofDays(2));

        assertError(http.token(entra.tenantId(), form), Aadsts.SECRET_EXPIRED);
        form.put("client_secret", "new");
        assertThat(http.token(entra.tenantId(), form).status()).isEqualTo(200);
    }

    @Test
    void clientCredentials_sameRequestAgainAndAgain_isALoop() {
        try (FakeEntra impatient = FakeEntra.builder().clock(clock).loopLimit(2).start()) {
            EntraHttp client = new EntraHttp(impatient);
            assertThat(client.appToken().status()).isEqualTo(200);
            assertThat(client.appToken().status()).isEqualTo(200);

            assertError(client.appToken(), Aadsts.CLIENT_LOOPING);
            clock.advance(Duration.ofMinutes(6));
            assertThat(client.appToken().status()).isEqualTo(200);
        }
    }

    static void assertError(Reply reply, Aadsts expected) {
        assertThat(reply.json().path("error_codes"))
                .as(reply.text())
                .singleElement()
                .satisfies(code -> assertThat(code.asInt()).isEqualTo(expected.code()));
        assertThat(reply.status()).isEqualTo(expected.status());
        assertThat(reply.field("error")).isEqualTo(expected.error());
        assertThat(reply.field("suberror")).isEqualTo(expected.suberror());
        String trace = reply.field("trace_id");
        assertThat(reply.field("error_description"))
                .startsWith("AADSTS" + expected.code() + ": ")
                .endsWith(" Trace ID: " + trace + " Correlation ID: " + reply.field("correlation_id") + " Timestamp: "
                        + reply.field("timestamp"));
        assertThat(reply.field("timestamp")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ");
        assertThat(reply.field("error_uri")).endsWith("/error?code=" + expected.code());
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store, no-cache");
    }
}
