package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.ManagedIdentityCredential;
import io.github.latchkey.auth.ManagedIdentityCredential.IdType;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.reactive.MovedTime;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.FakeManagedIdentity;
import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import io.github.latchkey.testkit.entra.ManagedIdentity;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.http.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every place that hands out tokens of managed identities, as the fake plays it, met by the client. */
class ManagedIdentitySourcesTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes(Cloud.PUBLIC.batchScope());
    private static final ManagedIdentity WORKER =
            ManagedIdentity.userAssigned("5d0c7e9a-1b2c-4d3e-8f40-a1b2c3d4e5f6", "worker");

    private final FakeEntra entra = FakeEntra.builder()
            .managedIdentity(ManagedIdentity.systemAssigned(FakeEntra.DEFAULT_SYSTEM_IDENTITY))
            .managedIdentity(WORKER)
            .start();
    private final FakeManagedIdentity endpoints = entra.managedIdentity();
    private final EntraClient client = EntraClient.builder().build();
    private final EntraClient capable =
            EntraClient.builder().clientCapabilities("cp1").build();

    @TempDir
    private Path directory;

    @BeforeEach
    void putArcsKeys() {
        endpoints.arcFile(directory, 64);
    }

    @AfterEach
    void close() {
        client.dispose();
        capable.dispose();
        entra.close();
    }

    private TokenSource source(EntraClient client, Source source, IdType type) {
        return client.source(chosen(
                        Credential.managedIdentity()
                                .environment(endpoints.environment(source))
                                .arcAgent(directory.resolve("no-agent"))
                                .arcKeyDirectory(directory),
                        type)
                .build());
    }

    private static ManagedIdentityCredential.Builder chosen(ManagedIdentityCredential.Builder builder, IdType type) {
        return switch (type) {
            case SYSTEM_ASSIGNED -> builder;
            case CLIENT_ID -> builder.clientId(WORKER.clientId());
            case OBJECT_ID -> builder.objectId(WORKER.objectId());
            case RESOURCE_ID -> builder.resourceId(WORKER.resourceId());
        };
    }

    private VerifiedToken verified(AccessToken token) {
        return entra.tokenVerifier().verify(token.value(), Set.of(Cloud.PUBLIC.batchResource()));
    }

    /** What a place lets one choose by, beside its own identity. */
    private static Set<IdType> choices(Source source) {
        return switch (source) {
            case IMDS, APP_SERVICE, SERVICE_FABRIC -> EnumSet.allOf(IdType.class);
            case APP_SERVICE_2017, MACHINE_LEARNING -> EnumSet.of(IdType.SYSTEM_ASSIGNED, IdType.CLIENT_ID);
            case ARC, CLOUD_SHELL -> EnumSet.of(IdType.SYSTEM_ASSIGNED);
        };
    }

    private static Stream<Arguments> table(boolean possible) {
        return Arrays.stream(Source.values())
                .flatMap(source -> Arrays.stream(IdType.values())
                        .filter(type -> choices(source).contains(type) == possible)
                        .map(type -> Arguments.of(source, type)));
    }

    static Stream<Arguments> possible() {
        return table(true);
    }

    static Stream<Arguments> impossible() {
        return table(false);
    }

    @ParameterizedTest
    @MethodSource("possible")
    void acquire_identityOfAPlace_isATokenOfThatIdentity(Source place, IdType type) {
        VerifiedToken token = verified(Acquiring.token(source(client, place, type), BATCH));

        assertThat(token.clientId())
                .isEqualTo(type == IdType.SYSTEM_ASSIGNED ? FakeEntra.DEFAULT_SYSTEM_IDENTITY : WORKER.clientId());
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void acquire_identityThatCannotBeChosenThere_isUnavailableWithoutAsking(Source place, IdType type) {
        assertThat(Acquiring.failure(source(client, place, type), BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContaining("cannot be chosen by " + type);
        assertThat(endpoints.journal().total()).isZero();
    }

    static Stream<Source> placesWithUserAssignedIdentities() {
        return Arrays.stream(Source.values()).filter(source -> choices(source).contains(IdType.CLIENT_ID));
    }

    @ParameterizedTest
    @MethodSource("placesWithUserAssignedIdentities")
    void acquire_identityThatIsNotAssigned_isUnavailable(Source place) {
        TokenSource stranger = client.source(Credential.managedIdentity()
                .environment(endpoints.environment(place))
                .clientId("00000000-1111-2222-3333-444444444444")
                .build());

        assertThat(Acquiring.failure(stranger, BATCH))
                .isInstanceOf(CredentialUnavailableException.class)
                .hasMessageContaining("found no such identity");
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void acquire_resourceThatNobodyKnows_isPermanent(Source place) {
        assertThat(Acquiring.failure(
                        source(client, place, IdType.SYSTEM_ASSIGNED),
                        TokenRequest.forScopes("https://nothing.example/.default")))
                .isExactlyInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContaining("500011");
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void acquire_challengedAndCapable_isTakenEverywhereAndDeclaredWhereThatIsPossible(Source place) {
        TokenSource source = source(capable, place, IdType.SYSTEM_ASSIGNED);
        AccessToken refused = Acquiring.token(source, BATCH);

        AccessToken token = Acquiring.token(
                source,
                BATCH.toBuilder()
                        .claims("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}")
                        .rejected(refused)
                        .build());

        assertThat(token.value()).isNotEqualTo(refused.value());
        assertThat(verified(token).claims().path("xms_cc").toString())
                .isEqualTo(place == Source.SERVICE_FABRIC ? "[\"cp1\"]" : "");
    }

    @Test
    void acquire_serviceFabricThatHandsOutTheSameAgain_getsANewOneForARefusedOne() {
        TokenSource source = source(client, Source.SERVICE_FABRIC, IdType.SYSTEM_ASSIGNED);
        AccessToken first = Acquiring.token(source, BATCH);

        assertThat(Acquiring.token(source, BATCH).value()).as("it caches").isEqualTo(first.value());

        assertThat(Acquiring.token(source, BATCH.toBuilder().rejected(first).build())
                        .value())
                .isNotEqualTo(first.value());
    }

    @Test
    void acquire_arcsKeyElsewhereOrTooLong_isNotSent(@TempDir Path elsewhere) {
        TokenSource source = source(client, Source.ARC, IdType.SYSTEM_ASSIGNED);

        endpoints.arcFile(elsewhere, 64);
        assertThat(Acquiring.failure(source, BATCH))
                .isExactlyInstanceOf(PermanentAuthenticationException.class)
                .hasMessageContaining("not a key file in " + directory);
        endpoints.arcFile(directory, 4100);
        assertThat(Acquiring.failure(source, BATCH)).hasMessageContaining("more than 4096 bytes");
        endpoints.arcFile(directory, 4096);
        assertThat(Acquiring.token(source, BATCH).value()).isNotBlank();

        assertThat(endpoints.journal().requests())
                .extracting(request -> request.headers().has("Authorization"))
                .containsExactly(false, false, false, true);
    }

    @Test
    void acquire_arcTwice_provesItselfAnewEachTime() throws IOException {
        TokenSource source = source(client, Source.ARC, IdType.SYSTEM_ASSIGNED);

        Acquiring.token(source, BATCH);
        Acquiring.token(source, BATCH);

        assertThat(endpoints.journal().requests()).hasSize(4);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).as("each key is good for once").isEmpty();
        }
    }

    /** The places' troubles, and the least time before they want to be asked again. */
    private enum Trouble {
        UPDATED(404, 0),
        UPGRADED(410, 5),
        THROTTLED(429, 2),
        BROKEN(500, 1),
        UNAVAILABLE(503, 1);

        final int status;
        final Duration pause;

        Trouble(int status, long seconds) {
            this.status = status;
            this.pause = Duration.ofSeconds(seconds);
        }
    }

    static Stream<Arguments> troubles() {
        return Arrays.stream(Source.values())
                .flatMap(source -> Arrays.stream(Trouble.values()).map(trouble -> Arguments.of(source, trouble)));
    }

    private Faults faults(Source place) {
        return place == Source.SERVICE_FABRIC ? entra.faults() : endpoints.faults();
    }

    private Journal journal(Source place) {
        return place == Source.SERVICE_FABRIC ? entra.journal() : endpoints.journal();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void provider_placeInTrouble_waitsLongerEachTimeAndNeverLessThanThePlaceWants(Source place, Trouble trouble) {
        Faults.Sentence firstFour = faults(place).on(request -> true).first(4);
        if (place == Source.SERVICE_FABRIC) {
            firstFour.respond(
                    ServerResponse.json(trouble.status, Map.of("error", "busy"))); // else Entra ID's own words
        } else {
            firstFour.respondStatus(trouble.status);
        }
        MovedTime time = new MovedTime();
        List<Duration> asked = new ArrayList<>();
        TokenSource source = source(client, place, IdType.SYSTEM_ASSIGNED);
        TokenProvider provider = TokenProvider.builder(
                        request -> {
                            asked.add(Duration.ofNanos(time.nanoTime()));
                            return waitedFor(source.acquire(request).toCompletableFuture());
                        },
                        BATCH)
                .flightTimeout(Duration.ofMinutes(2))
                .scheduler(time.scheduler)
                .clock(time)
                .nanoTime(time::nanoTime)
                .random(() -> 0.5)
                .retryBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1))
                .build();

        CompletableFuture<AccessToken> token = provider.token().toFuture();
        time.advance(Duration.ofMinutes(2));

        assertThat(token).isCompleted();
        assertThat(IntStream.range(1, asked.size()).mapToObj(i -> asked.get(i).minus(asked.get(i - 1))))
                .containsExactly(
                        trouble.pause.plusMillis(500),
                        trouble.pause.plusSeconds(1),
                        trouble.pause.plusSeconds(2),
                        trouble.pause.plusSeconds(4));
        assertThat(journal(place).requests())
                .as("no retry beside the provider's")
                .hasSize(place == Source.ARC ? 6 : 5);
        provider.dispose();
    }

    /** Flights run on the test's thread, which waits for the real endpoint. */
    private static CompletableFuture<AccessToken> waitedFor(CompletableFuture<AccessToken> answer) {
        var unused = answer.handle((token, error) -> token)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        return answer;
    }
}
