package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import io.github.latchkey.testkit.http.Requests;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    @ParameterizedTest
    @CsvSource({"client_id", "principal_id", "object_id", "mi_res_id"})
    void appService_userAssigned_isFoundByEachId(String parameter) {
        ManagedIdentity worker = ManagedIdentity.userAssigned(FakeEntra.DEFAULT_USER_IDENTITY, "worker");
        String value = switch (parameter) {
            case "client_id" -> worker.clientId();
            case "mi_res_id" -> worker.resourceId();
            default -> worker.objectId();
        };
        String url = identity.environment(Source.APP_SERVICE).getOrDefault("IDENTITY_ENDPOINT", "")
                + "?api-version=2019-08-01&" + RESOURCE + "&" + parameter + "=" + EntraHttp.encode(value);

        assertThat(http.get(url, "X-IDENTITY-HEADER", secret()).field("client_id"))
                .isEqualTo(worker.clientId());
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
    void serviceFabric_refusedToken_isReplacedAndTheOthersAreNot() throws Exception {
        Map<String, String> environment = identity.environment(Source.SERVICE_FABRIC);
        String url = environment.getOrDefault("IDENTITY_ENDPOINT", "") + "?api-version=2019-07-01-preview&" + RESOURCE;
        String secret = environment.getOrDefault("IDENTITY_HEADER", "");
        String first = http.get(url, "secret", secret).field("access_token");
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(first.getBytes(StandardCharsets.US_ASCII)));

        assertThat(http.get(url, "secret", secret).field("access_token")).isEqualTo(first);
        String second = http.get(url + "&token_sha256_to_refresh=" + sha256, "secret", secret)
                .field("access_token");
        assertThat(second).isNotEqualTo(first);
        assertThat(http.get(url + "&token_sha256_to_refresh=" + sha256, "secret", secret)
                        .field("access_token"))
                .as("refused was the first one")
                .isEqualTo(second);
        clock.advance(Duration.ofHours(24));
        assertThat(http.get(url, "secret", secret).field("access_token")).isNotEqualTo(second);
    }

    @Test
    void serviceFabric_capableClient_getsATokenThatCanBeRevoked() {
        Map<String, String> environment = identity.environment(Source.SERVICE_FABRIC);
        String url = environment.getOrDefault("IDENTITY_ENDPOINT", "") + "?api-version=2019-07-01-preview&xms_cc=cp1&"
                + RESOURCE;

        Reply reply = http.get(url, "secret", environment.getOrDefault("IDENTITY_HEADER", ""));

        assertThat(reply.jwt("access_token").claims().path("xms_cc").path(0).asText())
                .isEqualTo("cp1");
    }

    @Test
    void machineOnly_otherIdentity_isNotFound() {
        String other = "&client_id=" + FakeEntra.DEFAULT_USER_IDENTITY;
        String shell = identity.environment(Source.CLOUD_SHELL).getOrDefault("MSI_ENDPOINT", "");

        assertError(
                http.get(shell + "?" + RESOURCE + other, "Metadata", "true"), "invalid_request", "Identity not found");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.2", "::1"})
    @DisabledOnOs(
            value = {OS.MAC, OS.WINDOWS},
            disabledReason = "only Linux has all of 127.0.0.0/8")
    void token_ofAnIdentityAtAnotherHost_isTheCredentialOfAnApplicationThatTrustsIt(String host) {
        ManagedIdentity machine = ManagedIdentity.systemAssigned(FakeEntra.DEFAULT_SYSTEM_IDENTITY);
        try (FakeEntra other = FakeEntra.builder()
                .host(host)
                .certificateName(host)
                .app(EntraApp.builder(EntraWorld.FEDERATED_APP)
                        .federatedCredential(
                                "https://login.microsoftonline.com/" + FakeEntra.DEFAULT_TENANT_ID + "/v2.0",
                                machine.objectId())
                        .build())
                .start()) {
            Reply reply = new EntraHttp(other).token(other.tenantId(), federated(assertion(other.managedIdentity())));

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        }
    }

    /** Returns the machine's token, which stands for a credential. */
    private String assertion(FakeManagedIdentity machine) {
        return http.get(
                        machine.uri() + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                                + EntraHttp.encode(EntraApp.FederatedCredential.USUAL_AUDIENCE),
                        "Metadata",
                        "true")
                .field("access_token");
    }

    private static Map<String, String> federated(String assertion) {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.remove("client_secret");
        form.put("client_id", EntraWorld.FEDERATED_APP);
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return form;
    }

    @Test
    void token_ofAnIdentity_isTheCredentialOfAnApplicationThatTrustsIt() {
        ManagedIdentity machine = ManagedIdentity.systemAssigned(FakeEntra.DEFAULT_SYSTEM_IDENTITY);
        entra.directory()
                .save(EntraApp.builder(EntraWorld.FEDERATED_APP)
                        .federatedCredential(
                                "https://login.microsoftonline.com/" + entra.tenantId() + "/v2.0", machine.objectId())
                        .build());
        String assertion = assertion(identity);
        Map<String, String> form = federated(assertion);

        Reply reply = http.token(entra.tenantId(), form);

        assertThat(Jwt.parse(assertion).orElseThrow().claim("iss")).isEqualTo(entra.authority() + "/v2.0");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.jwt("access_token").claim("appid")).isEqualTo(EntraWorld.FEDERATED_APP);

        String[] parts = assertion.split("\\.", -1);
        form.put("client_assertion", parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA");
        AadstsTest.assertError(http.token(entra.tenantId(), form), Aadsts.ASSERTION_INVALID);
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
    void arc_otherIdentity_isNotFound() throws IOException {
        identity.arcFile(directory, 32);
        String url = identity.environment(Source.ARC).getOrDefault("IDENTITY_ENDPOINT", "") + "?api-version=2020-06-01&"
                + RESOURCE + "&client_id=" + FakeEntra.DEFAULT_USER_IDENTITY;
        Path file = Path.of(
                http.get(url, "Metadata", "true").header("WWW-Authenticate").substring("Basic realm=".length()));

        Reply reply = http.get(url, "Metadata", "true", "Authorization", "Basic " + Files.readString(file));

        assertError(reply, "invalid_request", "Identity not found");
    }

    @Test
    void close_ofTheFake_closesTheEndpointsAndLeavesNoFile() throws IOException {
        identity.arcFile(directory, 32);
        http.get(
                identity.environment(Source.ARC).getOrDefault("IDENTITY_ENDPOINT", "") + "?" + RESOURCE,
                "Metadata",
                "true");
        assertThat(directory).isNotEmptyDirectory();
        identity.journal().clear();

        entra.close();

        assertThat(directory).isEmptyDirectory();

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
