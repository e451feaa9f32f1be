package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.entra.EntraUser.SecondFactor;
import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the guide to FakeEntra. */
class EntraGuideTest {

    private static final String TENANT = "6f1d3a52-9c84-4b7e-a0f1-2d5c8e7b9a10";
    private static final String PORTAL = "a3c5e7f9-1b2d-4f6a-8c0e-5d7f9b1a3c5e";

    @Test
    void describe() {
        TestClock clock = TestClock.frozen();
        // tag::describe[]
        FakeEntra entra = FakeEntra.builder()
                .clock(clock)
                .tenant(EntraTenant.of(TENANT, "northwind.example"))
                .app(EntraApp.builder(PORTAL)
                        .name("Job portal")
                        .tenant(TENANT)
                        .secret("first", clock.instant().plus(Duration.ofDays(30)))
                        .webRedirect("https://portal.northwind.example/signed-in")
                        .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                        .requested("https://graph.microsoft.com", "User.Read")
                        .build())
                .user(EntraUser.builder("grace@northwind.example", "a-long-password")
                        .tenant(TENANT)
                        .secondFactor(SecondFactor.REQUIRED)
                        .build())
                .start();
        // end::describe[]
        try (entra) {
            EntraHttp http = new EntraHttp(entra);
            Map<String, String> form = new HashMap<>(EntraHttp.appForm());
            form.put("client_id", PORTAL);
            form.put("client_secret", "first");
            assertThat(http.token(TENANT, form).status()).isEqualTo(200);

            // tag::rotate[]
            EntraApp portal = entra.directory().app(PORTAL).orElseThrow();
            entra.directory().save(portal.toBuilder().secret("second").build());
            clock.advance(Duration.ofDays(31)); // "first" now answers AADSTS7000222
            // end::rotate[]

            AadstsTest.assertError(http.token(TENANT, form), Aadsts.SECRET_EXPIRED);
            form.put("client_secret", "second");
            assertThat(http.token(TENANT, form).status()).isEqualTo(200);
        }
    }

    @Test
    void faults() {
        try (FakeEntra entra = FakeEntra.start()) {
            EntraHttp http = new EntraHttp(entra);
            // tag::faults[]
            entra.faults().on(FakeEntra.tokenEndpoint()).nth(1).respondStatus(429); // plain text, Retry-After: 60
            entra.faults().on(FakeEntra.tokenEndpoint()).nth(2).respondStatus(503); // a page of HTML
            entra.faults()
                    .on(FakeEntra.tokenEndpoint())
                    .nth(3)
                    .respond(entra.answers().error(Aadsts.GRANT_UNUSABLE, "client_mismatch"));
            entra.faults().on(FakeEntra.tokenEndpoint()).nth(4).respond(Answers.throttled(Duration.ofSeconds(7)));
            // end::faults[]
            assertThat(http.appToken().text()).isEqualTo("Too Many Requests");
            assertThat(http.appToken().header("Content-Type")).startsWith("text/html");
            assertThat(http.appToken().field("suberror")).isEqualTo("client_mismatch");
            assertThat(http.appToken().header("Retry-After")).isEqualTo("7");
            assertThat(http.appToken().status()).isEqualTo(200);
            // tag::count[]
            assertThat(entra.tokenRequests().grant("client_credentials").count())
                    .isEqualTo(5);
            // end::count[]
        }
    }

    @Test
    void device() {
        try (FakeEntra entra =
                FakeEntra.builder().deviceCodeInterval(Duration.ofSeconds(1)).start()) {
            EntraHttp http = new EntraHttp(entra);
            Reply issued = http.post(
                    "/organizations/oauth2/v2.0/devicecode",
                    Map.of("client_id", entra.clientId(), "scope", EntraWorld.USER_SCOPE));
            String userCode = issued.field("user_code");
            // tag::device[]
            entra.approveDevice(userCode); // as the default user
            // end::device[]
            Reply tokens = http.token(
                    "organizations",
                    Map.of(
                            "grant_type", "device_code",
                            "client_id", entra.clientId(),
                            "device_code", issued.field("device_code")));
            assertThat(tokens.status()).isEqualTo(200);
        }
    }

    @Test
    void workloadIdentity(@TempDir Path directory) throws IOException {
        Path tokenFile = directory.resolve("token");
        // tag::federated[]
        FederatedIssuer cluster = FederatedIssuer.of("https://oidc.cluster.example/");
        FakeEntra entra = FakeEntra.builder()
                .federatedIssuer(cluster)
                .app(EntraApp.builder(PORTAL)
                        .federatedCredential(cluster.issuer(), "system:serviceaccount:jobs:portal")
                        .build())
                .start();
        String token = cluster.assertion("system:serviceaccount:jobs:portal", Instant.now(), Duration.ofHours(1));
        Files.writeString(tokenFile, token); // what AZURE_FEDERATED_TOKEN_FILE names
        // end::federated[]
        try (entra) {
            Map<String, String> form = new HashMap<>(EntraHttp.appForm());
            form.remove("client_secret");
            form.put("client_id", PORTAL);
            form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            form.put("client_assertion", Files.readString(tokenFile));
            assertThat(new EntraHttp(entra).token(entra.tenantId(), form).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void managedIdentity() {
        try (FakeEntra entra = FakeEntra.start()) {
            // tag::identity[]
            Map<String, String> variables = entra.managedIdentity().environment(Source.APP_SERVICE);
            // end::identity[]
            assertThat(variables).containsOnlyKeys("IDENTITY_ENDPOINT", "IDENTITY_HEADER");
        }
    }
}
