package io.github.latchkey.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake tools are shell scripts")
class CommandLineSourcesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());

    @TempDir
    private Path directory;

    private void tool(String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Map<String, String> environment() {
        return Map.of("PATH", "relative:" + directory + ":/usr/bin:/bin");
    }

    private AzureCliTokenSource.Builder az() {
        return AzureCliTokenSource.builder().environment(environment()).clock(Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private AzureDeveloperCliTokenSource.Builder azd() {
        return AzureDeveloperCliTokenSource.builder()
                .environment(environment())
                .clock(Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static AccessToken token(TokenSource source) {
        return source.acquire(BATCH)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static AuthenticationException failure(TokenSource source, TokenRequest request) {
        Throwable thrown = catchThrowable(() -> source.acquire(request)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
        assertThat(thrown.getCause()).isInstanceOf(AuthenticationException.class);
        return (AuthenticationException) thrown.getCause();
    }

    @Test
    void acquire_az_runsItForTheResourceAndReadsTheAnswer() throws IOException {
        tool(
                "az",
                "echo \"$@\" > '" + directory + "/args'\n"
                        + "echo 'a warning' >&2\n"
                        + "echo '{\"accessToken\":\"the-token\",\"expiresOn\":\"2020-01-01 00:00:00.000000\","
                        + "\"expires_on\":1795446000,\"tenant\":\"t\",\"tokenType\":\"Bearer\"}'");

        AccessToken token = token(az().tenantId("contoso.example").build());

        assertThat(token.value()).isEqualTo("the-token");
        assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(1795446000));
        assertThat(token.obtainedAt()).isEqualTo(NOON);
        assertThat(directory.resolve("args"))
                .hasContent("account get-access-token --output json --resource https://batch.core.windows.net/"
                        + " --tenant contoso.example");
    }

    @Test
    void acquire_azBeforeEpochSeconds_readsLocalTime() throws IOException {
        tool("az", "echo '{\"accessToken\":\"t\",\"expiresOn\":\"2030-06-01 10:00:00.123456\"}'");

        assertThat(token(az().subscription("My subscription").build()).expiresAt())
                .isEqualTo(LocalDateTime.parse("2030-06-01T10:00:00.123456")
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
    }

    @Test
    void acquire_azd_runsItForTheScopeAndReadsTheAnswer() throws IOException {
        tool(
                "azd",
                "echo \"$@\" > '" + directory + "/args'\n"
                        + "echo '{\"token\":\"the-token\",\"expiresOn\":\"2026-11-23T13:00:00Z\"}'");

        AccessToken token = token(azd().tenantId("contoso.example").build());

        assertThat(token.value()).isEqualTo("the-token");
        assertThat(token.expiresAt()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(directory.resolve("args"))
                .hasContent("auth token --output json --no-prompt --scope https://batch.core.windows.net//.default"
                        + " --tenant-id contoso.example");
    }

    @Test
    void acquire_toolAbsent_saysWhereToGetIt() {
        assertThat(failure(az().environment(Map.of()).build(), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll("not installed", "'az'", "install-azure-cli");
        assertThat(failure(azd().environment(Map.of("PATH", ".:")).build(), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll("not installed", "'azd'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "az | ERROR: Please run 'az login' to setup account. | not signed in | az login",
                "az | ERROR: AADSTS700082: The refresh token has expired due to inactivity. | not signed in | az login",
                "az | ERROR: unrecognized arguments: --output json | too old | Update",
                "az | az: 'account' is misspelled or not recognized by the system. | too old | Update",
                "azd | ERROR: not logged in, run `azd auth login` to login | not signed in | azd auth login",
                "azd | Error: unknown command \"token\" for \"azd auth\" | too old | Update"
            })
    void acquire_toolRefuses_isUnavailableForTheRightReason(String name, String said, String what, String remedy)
            throws IOException {
        Files.writeString(directory.resolve("said"), said);
        tool(name, "cat '" + directory + "/said' >&2; exit 1");

        assertThat(failure(name.equals("az") ? az().build() : azd().build(), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll(what, remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "500011, io.github.latchkey.auth.PermanentAuthenticationException, must exist in the tenant",
        "53003, io.github.latchkey.auth.InteractionRequiredException, Conditional access forbids it",
        "70043, io.github.latchkey.auth.CredentialUnavailableException, Run 'az login'",
        "50076, io.github.latchkey.auth.CredentialUnavailableException, Run 'az login'",
        "700082, io.github.latchkey.auth.CredentialUnavailableException, Run 'az login'",
    })
    void acquire_entraIdRefusesTheTool_keepsEveryFact(int code, Class<?> type, String remedy) throws IOException {
        Files.writeString(
                directory.resolve("said"),
                "WARNING: a new version is there\nERROR: AADSTS" + code + ": That was refused."
                        + " Trace ID: 0b0e0d5e-6f0f-4d0e-8b5a-000000000003"
                        + " Correlation ID: 0b0e0d5e-6f0f-4d0e-8b5a-000000000004 Timestamp: 2026-11-23 12:00:00Z\n"
                        + "To re-authenticate, please run:\naz login --scope https://batch.core.windows.net//.default\n");
        tool("az", "cat '" + directory + "/said' >&2; exit 1");

        AuthenticationException e = failure(az().build(), BATCH);

        assertThat(e).isExactlyInstanceOf(type).hasMessageContaining("AADSTS" + code + ": That was refused");
        assertThat(e.errorCode()).hasValue(code);
        assertThat(e.traceId()).contains("0b0e0d5e-6f0f-4d0e-8b5a-000000000003");
        assertThat(e.correlationId()).contains("0b0e0d5e-6f0f-4d0e-8b5a-000000000004");
        assertThat(e.remedy().orElse("")).contains(remedy);
    }

    @Test
    void acquire_toolFailsOtherwise_isPermanentAndShowsNoToken() throws IOException {
        tool("az", "echo 'cannot parse eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl' >&2; exit 3");

        assertThat(failure(az().build(), BATCH))
                .isInstanceOf(PermanentAuthenticationException.class)
                .isNotInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll("exit code 3", "cannot parse ***")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("eyJ"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello",
                "[]",
                "{\"accessToken\":\"secret-token\"}",
                "{\"accessToken\":\"secret-token\",\"expires_on\":\"soon\"}",
                "{\"accessToken\":\"secret-token\",\"expires_on\":1}",
                "{\"accessToken\":\"secret"
            })
    void acquire_answerThatIsNoToken_isPermanent(String answer) throws IOException {
        Files.writeString(directory.resolve("answer"), answer);
        tool("az", "cat '" + directory + "/answer'");

        assertThat(failure(az().build(), BATCH))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContaining("no usable token")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret-token"));
    }

    @Test
    void acquire_toolHangs_isEndedWithItsChildren() throws IOException {
        tool("az", "sleep 600 & echo $! > '" + directory + "/child'; wait");

        assertThat(failure(az().timeout(Duration.ofMillis(500)).build(), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll("did not answer within PT0.5S", "by hand");
        assertThat(ended(Long.parseLong(
                        Files.readString(directory.resolve("child")).strip())))
                .isTrue();
    }

    private static boolean ended(long pid) {
        ProcessHandle.of(pid)
                .ifPresent(process ->
                        process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false).equals(false);
    }

    @Test
    void acquire_cancelled_endsTheTool() throws IOException {
        Path pipe = directory.resolve("pipe");
        tool("az", "echo $$ > '" + directory + "/pid.tmp'; mv '" + directory + "/pid.tmp' '" + pipe + "'; sleep 600");
        CompletableFuture<AccessToken> running =
                az().timeout(Duration.ofMinutes(10)).build().acquire(BATCH).toCompletableFuture();
        while (!Files.exists(pipe)) {
            Thread.onSpinWait();
        }

        running.cancel(true);

        assertThat(ended(Long.parseLong(Files.readString(pipe).strip()))).isTrue();
    }

    @Test
    void acquire_hugeOutputOnBothPipes_doesNotDeadlock() throws IOException {
        tool("az", "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero; exit 2");

        assertThat(failure(az().build(), BATCH)).hasMessageContaining("exit code 2");
    }

    @Test
    void acquire_claims_needsThePerson() {
        assertThat(failure(az().build(), BATCH.toBuilder().claims("{}").build()))
                .isInstanceOf(InteractionRequiredException.class)
                .satisfies(e -> assertThat(e.claims()).contains("{}"));
    }

    @Test
    void acquire_scopeThatAShellWouldRead_isNotGivenToTheTool() throws IOException {
        tool("az", "touch '" + directory + "/ran'");

        assertThat(failure(az().build(), TokenRequest.forScopes("a&calc/.default")))
                .isInstanceOf(PermanentAuthenticationException.class);
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void acquire_azWithASubscription_takesNoOtherTenant() throws IOException {
        tool("az", "touch '" + directory + "/ran'");

        assertThat(failure(
                        az().subscription("nightly").build(),
                        BATCH.toBuilder().tenantId("other.example").build()))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContainingAll("tenantId 'other.example'", "leave one of the two out")
                .hasCauseInstanceOf(InvalidOptionException.class);
        assertThat(directory.resolve("ran")).doesNotExist();
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() ->
                        az().subscription("nightly").tenantId("home.example").build())
                .satisfies(e -> assertThat(e.option()).isEqualTo("tenantId"));
    }

    static List<TokenRequest> requestsForNoResource() {
        return List.of(
                TokenRequest.forScopes("https://batch.core.windows.net//.default", "https://other.example/.default"),
                TokenRequest.forScopes("https://batch.core.windows.net//user_impersonation"));
    }

    @ParameterizedTest
    @MethodSource("requestsForNoResource")
    void acquire_azForOtherThanOneResource_isRefusedWithoutRunningIt(TokenRequest request) throws IOException {
        tool("az", "touch '" + directory + "/ran'");

        assertThat(failure(az().build(), request))
                .isInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContainingAll("The Azure CLI asks for one resource", "ends in /.default");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void builder_unusable_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> az().timeout(Duration.ZERO));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> az().tenantId("a b"));
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> az().subscription("--evil"));
    }
}
