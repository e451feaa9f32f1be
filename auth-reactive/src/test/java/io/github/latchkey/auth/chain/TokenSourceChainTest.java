package io.github.latchkey.auth.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.TransientAuthenticationException;
import io.github.latchkey.auth.cli.AzureCliTokenSource;
import io.github.latchkey.auth.cli.AzureDeveloperCliTokenSource;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.auth.reactive.msal.ReactorNettyMsalClient;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.FakeManagedIdentity;
import io.github.latchkey.testkit.entra.FederatedIssuer;
import io.github.latchkey.testkit.entra.VerifiedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.publisher.PublisherProbe;
import reactor.test.scheduler.VirtualTimeScheduler;

class TokenSourceChainTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());

    private static final String DESKTOP = "d41d8cd9-8f00-4204-a980-0998ecf8427e";

    private final AtomicInteger asked = new AtomicInteger();

    private static AccessToken token(String value) {
        return AccessToken.builder(value, NOON, NOON.plusSeconds(3600)).build();
    }

    private static TokenSource gives(String value) {
        return request -> CompletableFuture.completedFuture(token(value));
    }

    private TokenSource fails(RuntimeException error) {
        return request -> {
            asked.incrementAndGet();
            return CompletableFuture.failedFuture(error);
        };
    }

    private static CredentialUnavailableException absent(String what) {
        return new CredentialUnavailableException(what, ErrorDetails.NONE, null);
    }

    private static String value(TokenSource source) {
        return source.acquire(BATCH)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .value();
    }

    private static Throwable failure(TokenSource source) {
        return Objects.requireNonNull(catchThrowable(() -> value(source)).getCause());
    }

    @Test
    void acquire_firstOnesUnavailable_takesTheNextAndStaysWithIt() {
        TokenSourceChain chain = TokenSourceChain.builder()
                .add("first", fails(absent("No first")))
                .addLater("second", () -> {
                    throw absent("No second");
                })
                .add("third", gives("third-token"))
                .add("fourth", gives("fourth-token"))
                .build();
        assertThat(chain.winner()).isEmpty();

        assertThat(value(chain)).isEqualTo("third-token");
        assertThat(value(chain)).isEqualTo("third-token");

        assertThat(chain.winner()).contains("third");
        assertThat(asked).as("the first is not asked again").hasValue(1);
    }

    static Stream<RuntimeException> failures() {
        return Stream.of(
                new PermanentAuthenticationException("Wrong secret", ErrorDetails.NONE, null),
                new TransientAuthenticationException("Outage", ErrorDetails.NONE, null),
                new CompletionException(new TimeoutException("the source's own")),
                new IllegalStateException("bug"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void acquire_firstFailsOtherwise_doesNotGoOnAsSomebodyElse(RuntimeException error) {
        TokenSourceChain chain = TokenSourceChain.builder()
                .add("first", fails(error))
                .add("second", gives("second-token"))
                .build();

        assertThat(failure(chain)).isSameAs(error instanceof CompletionException ? error.getCause() : error);
        assertThat(chain.winner()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AZURE_TENANT_ID, common", "AZURE_AUTHORITY_HOST, login.microsoftonline.com"})
    void defaultSource_wrongVariable_doesNotGoOnAsTheMachine(String name, String value) {
        try (FakeEntra entra = FakeEntra.start()) {
            Map<String, String> environment =
                    new HashMap<>(entra.managedIdentity().environment(FakeManagedIdentity.Source.IMDS));
            environment.put("AZURE_TENANT_ID", entra.tenantId());
            environment.put("AZURE_CLIENT_ID", entra.clientId());
            environment.put("AZURE_CLIENT_SECRET", entra.clientSecret());
            environment.put(name, value);
            EntraClient client = EntraClient.builder().build();
            TokenSourceChain chain =
                    DefaultTokenSource.builder(client).environment(environment).build();

            assertThat(failure(chain))
                    .isInstanceOf(PermanentAuthenticationException.class)
                    .hasCauseInstanceOf(InvalidOptionException.class)
                    .hasMessageContainingAll("The credential cannot be used", value);
            assertThat(chain.winner()).isEmpty();
            client.dispose();
        }
    }

    static Stream<AuthenticationException> hardFailures() {
        ErrorDetails details = ErrorDetails.builder()
                .statusCode(401)
                .errorCodes(List.of(7000215))
                .remedy("Check it.")
                .build();
        return Stream.of(
                new PermanentAuthenticationException("It was refused", details, null),
                new InteractionRequiredException("It was refused", details, null),
                new TransientAuthenticationException("It was refused", details, null));
    }

    @ParameterizedTest
    @MethodSource("hardFailures")
    void acquire_laterOneFails_saysWhyThoseBeforeWerePassedOver(AuthenticationException error) {
        TokenSourceChain chain = TokenSourceChain.builder()
                .add("first", fails(absent("No first here")))
                .add("second", fails(absent("No second there")))
                .add("third", fails(error))
                .build();

        assertThat(failure(chain))
                .isExactlyInstanceOf(error.getClass())
                .hasCause(error)
                .hasMessage("Passed over: [first] No first here. [second] No second there. Then [third] It was refused"
                        + " (HTTP 401, AADSTS7000215). Check it.")
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.errorCode()).hasValue(7000215));
    }

    @Test
    void acquire_laterOneIsBroken_carriesWhyThoseBeforeWerePassedOver() {
        TokenSourceChain chain = TokenSourceChain.builder()
                .add("first", fails(absent("No first here")))
                .add("second", fails(new IllegalStateException("bug")))
                .build();

        Throwable e = failure(chain);

        assertThat(e).isInstanceOf(IllegalStateException.class).hasMessage("bug");
        assertThat(e.getSuppressed())
                .singleElement()
                .satisfies(reasons -> assertThat(reasons).hasMessageContaining("[first] No first here"));
    }

    @Test
    void acquire_allPassedOver_saysWhyEachWas() {
        TokenSourceChain chain = TokenSourceChain.builder()
                .add("first", fails(absent("No first here")))
                .add("second", fails(absent("No second there")))
                .build();

        assertThat(failure(chain))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll("None of the 2", "[first] No first here", "[second] No second there");
        assertThat(failure(chain)).hasMessageContaining("[first]");
        assertThat(asked).as("nobody is written off").hasValue(4);
    }

    @Test
    void acquire_firstHangs_goesOnAfterTheDeadline() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        CompletableFuture<AccessToken> hanging = new CompletableFuture<>();
        TokenSourceChain chain = TokenSourceChain.builder()
                .add("first", request -> hanging)
                .add("second", gives("second-token"))
                .deadline(Duration.ofSeconds(7))
                .timer(time)
                .build();

        CompletableFuture<AccessToken> result = chain.acquire(BATCH).toCompletableFuture();
        time.advanceTimeBy(Duration.ofMillis(6999));
        assertThat(result).isNotDone();
        time.advanceTimeBy(Duration.ofMillis(1));

        assertThat(result.join().value()).isEqualTo("second-token");
        assertThat(hanging).as("what hangs is told to stop").isCancelled();
    }

    @Test
    void acquire_everyoneHangs_givesEachTheWholeDeadlineAndSaysSo() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        TokenSourceChain chain = TokenSourceChain.builder()
                .add("first", request -> new CompletableFuture<>())
                .add("second", request -> new CompletableFuture<>())
                .deadline(Duration.ofSeconds(7))
                .timer(time)
                .build();

        CompletableFuture<AccessToken> result = chain.acquire(BATCH).toCompletableFuture();
        time.advanceTimeBy(Duration.ofMillis(13_999));
        assertThat(result).isNotDone();
        time.advanceTimeBy(Duration.ofMillis(1));

        assertThat(catchThrowable(result::join))
                .hasCauseInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll("[first] No answer within PT7S", "[second] No answer within PT7S");
    }

    @Test
    void acquire_cancelled_cancelsTheSource() {
        CompletableFuture<AccessToken> hanging = new CompletableFuture<>();
        TokenSourceChain chain =
                TokenSourceChain.builder().add("first", request -> hanging).build();

        chain.acquire(BATCH).toCompletableFuture().cancel(true);

        assertThat(hanging).isCancelled();
    }

    @Test
    void builder_unusable_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> TokenSourceChain.builder().build());
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> TokenSourceChain.builder().deadline(Duration.ZERO));
    }

    @Test
    void sources_ofFunctions_areAskedEachTime() {
        PublisherProbe<AccessToken> probe = PublisherProbe.of(Mono.just(token("a")));
        TokenSource source = TokenSources.ofMono(probe::mono);

        probe.assertWasNotSubscribed();
        assertThat(value(source)).isEqualTo("a");
        assertThat(value(source)).isEqualTo("a");
        assertThat(probe.subscribeCount()).isEqualTo(2);

        assertThat(value(TokenSources.ofStage(() -> CompletableFuture.completedFuture(token("b")))))
                .isEqualTo("b");
    }

    @Test
    void sources_ofValues_giveThemTheLifeThatTheCallerKnows() {
        TokenSource source = TokenSources.ofValues(
                () -> Mono.just("bare"), Duration.ofMinutes(10), Clock.fixed(NOON, ZoneOffset.UTC));

        AccessToken token = source.acquire(BATCH).toCompletableFuture().join();

        assertThat(token.value()).isEqualTo("bare");
        assertThat(token.expiresAt()).isEqualTo(NOON.plusSeconds(600));
        assertThat(token.scopes()).isEqualTo(BATCH.scopes());
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> TokenSources.ofValues(Mono::empty, Duration.ZERO, Clock.systemUTC()));
    }

    @Test
    void sources_ofValueStages_giveThemTheLifeThatTheCallerKnows() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        TokenSource source = TokenSources.ofValueStages(
                () -> {
                    asked.incrementAndGet();
                    return answer;
                },
                Duration.ofMinutes(10),
                Clock.fixed(NOON, ZoneOffset.UTC));
        assertThat(asked).as("nothing before it is asked").hasValue(0);

        CompletableFuture<AccessToken> token = source.acquire(BATCH).toCompletableFuture();
        assertThat(token).isNotDone();
        answer.complete("bare");

        assertThat(token.join().value()).isEqualTo("bare");
        assertThat(token.join().expiresAt()).isEqualTo(NOON.plusSeconds(600));
        assertThat(value(source)).isEqualTo("bare");
        assertThat(asked).hasValue(2);
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> TokenSources.ofValueStages(CompletableFuture::new, Duration.ZERO, Clock.systemUTC()));
    }

    @Test
    void defaultSource_inABareEnvironment_saysWhyEachWayWasPassedOver() {
        EntraClient client = EntraClient.builder().build();
        TokenSourceChain chain = DefaultTokenSource.builder(client)
                .environment(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1", "PATH", ""))
                .build();

        assertThat(failure(chain))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContainingAll(
                        "[EnvironmentCredential] The environment describes neither a service principal nor a user",
                        "[WorkloadIdentityCredential] The environment describes no workload identity",
                        "[ManagedIdentityCredential] There is no managed identity endpoint",
                        "[AzureCliCredential] The Azure CLI is not installed",
                        "[AzureDeveloperCliCredential] The Azure Developer CLI is not installed");
        client.dispose();
    }

    @Test
    void defaultSource_withTheUsualVariables_signsTheServicePrincipalIn() {
        try (FakeEntra entra = FakeEntra.start()) {
            HttpClient http = entra.httpClient();
            TokenSourceChain chain = DefaultTokenSource.builder(
                            EntraClient.builder().httpClient(http).build())
                    .environment(Map.of(
                            "AZURE_TENANT_ID", entra.tenantId(),
                            "AZURE_CLIENT_ID", entra.clientId(),
                            "AZURE_CLIENT_SECRET", entra.clientSecret(),
                            "AZURE_AUTHORITY_HOST", entra.authorityHost().toString()))
                    .build();

            assertThat(value(chain)).isNotBlank();
            assertThat(chain.winner()).contains("EnvironmentCredential");
        }
    }

    @Test
    void defaultSource_withNameAndPassword_signsTheUserIn() {
        try (FakeEntra entra = FakeEntra.builder()
                        .app(EntraApp.builder(DESKTOP)
                                .allowPublicClient(true)
                                .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                                .build())
                        .start();
                MsalEngine users = MsalEngine.builder()
                        .httpClient(ReactorNettyMsalClient.of(entra.httpClient(), Duration.ofSeconds(20)))
                        .build()) {
            EntraClient client = EntraClient.builder().build();
            TokenSourceChain chain = DefaultTokenSource.builder(client)
                    .users(users)
                    .environment(Map.of(
                            "AZURE_TENANT_ID", entra.tenantId(),
                            "AZURE_CLIENT_ID", DESKTOP,
                            "AZURE_USERNAME", entra.userName(),
                            "AZURE_PASSWORD", entra.userPassword(),
                            "AZURE_AUTHORITY_HOST", entra.authorityHost().toString()))
                    .build();

            assertThat(value(chain)).isNotBlank();
            assertThat(chain.winner()).contains("EnvironmentCredential");
            assertThat(entra.tokenRequests().grant("password").count()).isEqualTo(1);
            client.dispose();
        }
    }

    @Test
    void defaultSource_inAPod_signsTheWorkloadIn(@TempDir Path directory) throws IOException {
        String subject = "system:serviceaccount:jobs:runner";
        FederatedIssuer cluster = FederatedIssuer.of("https://issuer.example/cluster");
        try (FakeEntra entra = FakeEntra.builder()
                .federatedIssuer(cluster)
                .app(EntraApp.builder(FakeEntra.DEFAULT_CLIENT_ID)
                        .federatedCredential("https://issuer.example/cluster", subject)
                        .build())
                .start()) {
            Path file = Files.writeString(
                    directory.resolve("token"), cluster.assertion(subject, Instant.now(), Duration.ofMinutes(5)));
            EntraClient client =
                    EntraClient.builder().httpClient(entra.httpClient()).build();
            TokenSourceChain chain = DefaultTokenSource.builder(client)
                    .environment(Map.of(
                            "AZURE_TENANT_ID", entra.tenantId(),
                            "AZURE_CLIENT_ID", entra.clientId(),
                            "AZURE_FEDERATED_TOKEN_FILE", file.toString(),
                            "AZURE_AUTHORITY_HOST", entra.authorityHost().toString()))
                    .build();

            VerifiedToken token = entra.tokenVerifier().verify(value(chain), Set.of(Cloud.PUBLIC.batchResource()));

            assertThat(token.clientId()).isEqualTo(entra.clientId());
            assertThat(chain.winner()).contains("WorkloadIdentityCredential");
            client.dispose();
        }
    }

    @Test
    void defaultSource_onAMachineWithAnIdentity_signsTheMachineIn() {
        try (FakeEntra entra = FakeEntra.start()) {
            EntraClient client = EntraClient.builder().build();
            TokenSourceChain chain = DefaultTokenSource.builder(client)
                    .environment(entra.managedIdentity().environment(FakeManagedIdentity.Source.IMDS))
                    .build();

            VerifiedToken token = entra.tokenVerifier().verify(value(chain), Set.of(Cloud.PUBLIC.batchResource()));

            assertThat(token.clientId()).isEqualTo(FakeEntra.DEFAULT_SYSTEM_IDENTITY);
            assertThat(chain.winner()).contains("ManagedIdentityCredential");
            client.dispose();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeManagedIdentity.Source.class,
            names = {"ARC", "CLOUD_SHELL"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tool is a shell script")
    void defaultSource_clientIdThatThePlaceCannotChooseBy_goesOnToTheTool(
            FakeManagedIdentity.Source place, @TempDir Path directory) throws IOException {
        tool(directory, "az", "echo '{\"accessToken\":\"of-the-tool\",\"expires_on\":4102444800,\"tenant\":\"t\"}'");
        try (FakeEntra entra = FakeEntra.start()) {
            Map<String, String> environment =
                    new HashMap<>(entra.managedIdentity().environment(place));
            environment.put("AZURE_CLIENT_ID", entra.clientId());
            environment.put("PATH", directory + ":/usr/bin:/bin");
            EntraClient client = EntraClient.builder().build();
            TokenSourceChain chain =
                    DefaultTokenSource.builder(client).environment(environment).build();

            assertThat(value(chain)).isEqualTo("of-the-tool");
            assertThat(chain.winner()).contains("AzureCliCredential");
            client.dispose();
        }
    }

    private static void tool(Path directory, String name, String script) throws IOException {
        Path tool = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    }

    private static void hungAzAndWorkingAzd(Path directory) throws IOException {
        tool(directory, "az", "touch '" + directory + "/started'; sleep 600");
        tool(directory, "azd", "echo '{\"token\":\"of-azd\",\"expiresOn\":\"2100-01-01T00:00:00Z\"}'");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools are shell scripts")
    void acquire_toolHangsUntilItsOwnTimeout_goesOn(@TempDir Path directory) throws IOException {
        hungAzAndWorkingAzd(directory);
        Map<String, String> environment = Map.of("PATH", directory + ":/usr/bin:/bin");
        TokenSourceChain chain = TokenSourceChain.builder()
                .add(
                        "az",
                        AzureCliTokenSource.builder()
                                .environment(environment)
                                .timeout(Duration.ofMillis(300))
                                .build())
                .add(
                        "azd",
                        AzureDeveloperCliTokenSource.builder()
                                .environment(environment)
                                .build())
                .build();

        assertThat(value(chain)).isEqualTo("of-azd");
        assertThat(chain.winner()).contains("azd");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tools are shell scripts")
    void defaultSource_azHangs_goesOnToAzdAfterTheDeadline(@TempDir Path directory) throws IOException {
        hungAzAndWorkingAzd(directory);
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        EntraClient client = EntraClient.builder().build();
        TokenSourceChain chain = DefaultTokenSource.builder(client)
                .environment(Map.of("AZURE_TOKEN_CREDENTIALS", "dev", "PATH", directory + ":/usr/bin:/bin"))
                .deadline(Duration.ofSeconds(5))
                .timer(time)
                .build();

        CompletableFuture<AccessToken> result = chain.acquire(BATCH).toCompletableFuture();
        while (!Files.exists(directory.resolve("started"))) {
            Thread.onSpinWait();
        }
        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(result.orTimeout(20, TimeUnit.SECONDS).join().value()).isEqualTo("of-azd");
        assertThat(chain.winner()).contains("AzureDeveloperCliCredential");
        client.dispose();
    }

    @Test
    void defaultSource_userOfTheEnvironmentTriedAgain_takesTheSameEngine() {
        EntraClient client = EntraClient.builder().build();
        TokenSourceChain chain = DefaultTokenSource.builder(client)
                .environment(Map.of(
                        "AZURE_TENANT_ID", FakeEntra.DEFAULT_TENANT_ID,
                        "AZURE_CLIENT_ID", DESKTOP,
                        "AZURE_USERNAME", "ada@contoso.example",
                        "AZURE_PASSWORD", "any",
                        "AZURE_AUTHORITY_HOST", "https://127.0.0.1:1"))
                .build();
        Set<String> before = httpThreads();

        for (int i = 0; i < 3; i++) {
            assertThat(failure(chain)).isInstanceOf(TransientAuthenticationException.class);
        }

        assertThat(httpThreads().stream().filter(name -> !before.contains(name)))
                .as("one HTTP client")
                .hasSizeLessThanOrEqualTo(1);
        client.dispose();
    }

    private static Set<String> httpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("HttpClient-\\d+-SelectorManager"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "dev", "azureclicredential"})
    void defaultSource_narrowedDown_holdsThatPart(String selection) {
        TokenSourceChain chain = DefaultTokenSource.builder(
                        EntraClient.builder().build())
                .environment(Map.of("AZURE_TOKEN_CREDENTIALS", selection))
                .build();

        assertThat(chain)
                .hasToString(
                        switch (selection) {
                            case "prod" ->
                                "TokenSourceChain[EnvironmentCredential, WorkloadIdentityCredential,"
                                        + " ManagedIdentityCredential]";
                            case "dev" -> "TokenSourceChain[AzureCliCredential, AzureDeveloperCliCredential]";
                            default -> "TokenSourceChain[AzureCliCredential]";
                        });
    }

    @Test
    void defaultSource_builtTwice_isTwoChainsAlike() {
        DefaultTokenSource builder = DefaultTokenSource.builder(
                        EntraClient.builder().build())
                .environment(Map.of("AZURE_TOKEN_CREDENTIALS", "dev"));
        String once = builder.build().toString();

        assertThat(builder.build()).hasToString(once);
    }

    @Test
    void defaultSource_narrowedDownToNothing_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(
                        () -> DefaultTokenSource.builder(EntraClient.builder().build())
                                .environment(Map.of("AZURE_TOKEN_CREDENTIALS", "guess"))
                                .build())
                .satisfies(e -> assertThat(e.option()).isEqualTo("AZURE_TOKEN_CREDENTIALS"));
    }
}
