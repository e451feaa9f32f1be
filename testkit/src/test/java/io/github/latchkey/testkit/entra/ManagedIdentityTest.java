package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import io.github.latchkey.testkit.http.Requests;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedIdentityTest {

    private static final String RESOURCE = "resource=https%3A%2F%2Fbatch.core.windows.net%2F";

    private final TestClock clock = TestClock.frozen();
    private final FakeEntra entra = FakeEntra.builder().clock(clock).start();
    private final EntraHttp http = new EntraHttp(entra);
    private final FakeManagedIdentity identity = entra.managedIdentity();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        entra.close();
    }

    @Test
    void imds_machine_getsStringsOnly() {
        Reply reply = imds("");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).allMatch(value -> value.isTextual());
        assertThat(reply.field("expires_in")).isEqualTo("86399");
        assertThat(reply.field("refresh_token")).isEmpty();
        assertThat(reply.field("expires_on"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond() + 86400));
        Jwt token = reply.jwt("access_token");
        assertThat(token.claim("aud")).isEqualTo(EntraHttp.BATCH);
        assertThat(token.claim("appid")).isEqualTo(FakeEntra.DEFAULT_SYSTEM_IDENTITY);
        assertThat(token.claim("xms_mirid")).contains("/virtualMachines/");
    }

    @ParameterizedTest
    @CsvSource({"client_id", "object_id", "msi_res_id"})
    void imds_userAssigned_isFoundByEachId(String parameter) {
        ManagedIdentity worker = ManagedIdentity.userAssigned(FakeEntra.DEFAULT_USER_IDENTITY, "worker");
        String value = switch (parameter) {
            case "client_id" -> worker.clientId();
            case "object_id" -> worker.objectId();
            default -> worker.resourceId();
        };

        Jwt token = imds("&" + parameter + "=" + EntraHttp.encode(value)).jwt("access_token");

        assertThat(token.claim("oid")).isEqualTo(worker.objectId());
        assertThat(token.claim("xms_mirid")).isEqualTo(worker.resourceId());
    }

    @Test
    void imds_wrongRequests_areRefusedInItsWords() {
        String path = identity.uri() + "/metadata/identity/oauth2/token?api-version=2018-02-01&";

        assertError(http.get(path + RESOURCE), "bad_request_102", "Required metadata header not specified");
        assertError(imds("&client_id=" + EntraWorld.ABSENT), "invalid_request", "Identity not found");
        assertError(
                http.get(path + "resource=https%3A%2F%2Fnowhere.example", "Metadata", "true"),
                "invalid_resource",
                "https://nowhere.example");
        assertError(http.get(path, "Metadata", "true"), "invalid_request", "'resource'");
        assertError(
                http.get(identity.uri() + "/metadata/identity/oauth2/token?" + RESOURCE, "Metadata", "true"),
                "invalid_request",
                "'api-version'");
    }

    @Test
    void imds_whileUpgraded_answers410AsOftenAsTold() {
        identity.faults().on(Requests.any()).first(2).respondStatus(410);

        assertThat(imds("").status()).isEqualTo(410);
        assertThat(imds("").status()).isEqualTo(410);
        assertThat(imds("").status()).isEqualTo(200);
        assertThat(identity.journal().total()).isEqualTo(3);
    }

    @Test
    void appService_secretInTheHeader_getsSecondsAsText() {
        Map<String, String> environment = identity.environment(Source.APP_SERVICE);
        String url = environment.getOrDefault("IDENTITY_ENDPOINT", "") + "?api-version=2019-08-01&" + RESOURCE;

        Reply reply = http.get(url, "X-IDENTITY-HEADER", environment.getOrDefault("IDENTITY_HEADER", ""));
        Reply refused = http.get(url, "X-IDENTITY-HEADER", "wrong");

        assertThat(reply.field("expires_on"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond() + 86400));
        assertThat(reply.field("client_id")).isEqualTo(FakeEntra.DEFAULT_SYSTEM_IDENTITY);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("statusCode").asInt()).isEqualTo(401);
        assertThat(refused.field("correlationId")).isNotEmpty();
        assertThat(http.get(url + "&client_id=" + EntraWorld.ABSENT, "X-IDENTITY-HEADER", secret())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void appService2017_secretInTheHeader_getsADate() {
        clock.set(Instant.parse("2026-11-23T10:00:00Z"));
        Map<String, String> environment = identity.environment(Source.APP_SERVICE_2017);

        Reply reply = http.get(
                environment.getOrDefault("MSI_ENDPOINT", "") + "?api-version=2017-09-01&" + RESOURCE + "&clientid="
                        + FakeEntra.DEFAULT_USER_IDENTITY,
                "secret",
                environment.getOrDefault("MSI_SECRET", ""));

        assertThat(reply.field("expires_on")).isEqualTo("11/24/2026 10:00:00 AM +00:00");
        assertThat(reply.field("client_id")).isEqualTo(FakeEntra.DEFAULT_USER_IDENTITY);
    }

    @Test
    void machineLearning_secretInTheHeader_getsAToken() {
        Map<String, String> environment = identity.environment(Source.MACHINE_LEARNING);
        String url = environment.getOrDefault("MSI_ENDPOINT", "") + "?api-version=2017-09-01&" + RESOURCE;

        assertThat(http.get(url, "secret", environment.getOrDefault("MSI_SECRET", ""))
                        .status())
                .isEqualTo(200);
        assertThat(http.get(url).status()).isEqualTo(401);
    }

    @Test
    void serviceFabric_overTls_getsAToken() {
        Map<String, String> environment = identity.environment(Source.SERVICE_FABRIC);
        String url = environment.getOrDefault("IDENTITY_ENDPOINT", "") + "?api-version=2019-07-01-preview&" + RESOURCE;

        assertThat(url).startsWith("https://");
        assertThat(environment.getOrDefault("IDENTITY_SERVER_THUMBPRINT", "")).matches("[0-9A-F]{40}");
        assertThat(http.get(url, "secret", environment.getOrDefault("IDENTITY_HEADER", ""))
                        .field("token_type"))
                .isEqualTo("Bearer");
        assertThat(http.get(url).status()).isEqualTo(401);
    }

    @Test
    void cloudShell_queryOrForm_getsAToken() {
        String url = identity.environment(Source.CLOUD_SHELL).getOrDefault("MSI_ENDPOINT", "");

        assertThat(http.get(url + "?" + RESOURCE, "Metadata", "true").status()).isEqualTo(200);
        assertThat(http.post(url, Map.of("resource", EntraHttp.BATCH), "Metadata", "true")
                        .status())
                .isEqualTo(200);
        assertThat(http.get(url + "?" + RESOURCE).field("error")).isEqualTo("bad_request_102");
    }

    @Test
    void arc_challengeAnswered_getsATokenOnce() throws IOException {
        identity.arcFile(directory, 32);
        String url = identity.environment(Source.ARC).getOrDefault("IDENTITY_ENDPOINT", "") + "?api-version=2020-06-01&"
                + RESOURCE;

        Reply challenge = http.get(url, "Metadata", "true");
        assertThat(challenge.status()).isEqualTo(401);
        Path file = Path.of(challenge.header("WWW-Authenticate").substring("Basic realm=".length()));
        assertThat(file).exists().hasParent(directory).hasExtension("key");
        String authorization = "Basic " + Files.readString(file);

        assertThat(http.get(url, "Metadata", "true", "Authorization", authorization)
                        .status())
                .isEqualTo(200);
        assertThat(file).doesNotExist();
        assertThat(http.get(url, "Metadata", "true", "Authorization", authorization)
                        .status())
                .isEqualTo(401);
        assertThat(http.get(url).status()).isEqualTo(400);
    }

    @Test
    void arc_oversizeFile_isAsLongAsTold() throws IOException {
        identity.arcFile(directory, 5000);
        String url = identity.environment(Source.ARC).getOrDefault("IDENTITY_ENDPOINT", "") + "?" + RESOURCE;

        Reply challenge = http.get(url, "Metadata", "true");

        assertThat(Files.size(Path.of(challenge.header("WWW-Authenticate").substring("Basic realm=".length()))))
                .isEqualTo(5000);
    }

    @Test
    void close_ofTheFake_closesTheEndpointsToo() {
        entra.close();

        assertThat(identity.journal().total()).isZero();
        assertThatThrownBy(() -> imds("")).hasRootCauseInstanceOf(IOException.class);
    }

    private Reply imds(String more) {
        return http.get(
                identity.uri() + "/metadata/identity/oauth2/token?api-version=2018-02-01&" + RESOURCE + more,
                "Metadata",
                "true");
    }

    private String secret() {
        return identity.environment(Source.APP_SERVICE).getOrDefault("IDENTITY_HEADER", "");
    }

    private static void assertError(Reply reply, String error, String words) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field("error")).isEqualTo(error);
        assertThat(reply.field("error_description")).contains(words);
    }
}
