package io.github.latchkey.auth.reactive.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.reactive.MovedTime;
import io.github.latchkey.auth.reactive.TokenProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A fleet in one process: several sources over one cache. */
class SharedTokenSourceTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes("https://batch.core.windows.net//.default");
    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

    private final MovedTime time = new MovedTime();
    private final SharedTokenCache cache = new InMemorySharedTokenCache(time);
    private final List<CompletableFuture<AccessToken>> acquisitions = new ArrayList<>();

    @AfterEach
    void stopTime() {
        time.scheduler.dispose();
    }

    private TokenSource member(String partition) {
        return member(partition, cache, KEY);
    }

    private TokenSource member(String partition, SharedTokenCache store, SecretKey key) {
        return SharedTokenSource.builder(request -> origin(), store, partition, key)
                .clock(time)
                .scheduler(time.scheduler)
                .blockingScheduler(time.scheduler)
                .build();
    }

    private CompletableFuture<AccessToken> origin() {
        CompletableFuture<AccessToken> acquisition = new CompletableFuture<>();
        acquisitions.add(acquisition);
        return acquisition;
    }

    private AccessToken token() {
        return AccessToken.builder(
                        "token-" + acquisitions.size(),
                        time.instant(),
                        time.instant().plusSeconds(3600))
                .scopes(BATCH.scopes())
                .build();
    }

    private AccessToken get(TokenSource member, TokenRequest request) {
        CompletableFuture<AccessToken> answer = member.acquire(request).toCompletableFuture();
        time.settle();
        if (!answer.isDone()) {
            acquisitions.get(acquisitions.size() - 1).complete(token());
            time.settle();
        }
        return answer.join();
    }

    @Test
    void acquire_anotherMemberHasAToken_isReadAndNotAcquired() {
        AccessToken first = get(member("app"), BATCH);
        assertThat(get(member("app"), BATCH)).isEqualTo(first);
        assertThat(acquisitions).hasSize(1);
    }

    @Test
    void acquire_fiftyMembersAtOnce_makeOneAcquisition() {
        List<CompletableFuture<AccessToken>> answers = IntStream.range(0, 50)
                .mapToObj(i -> member("app").acquire(BATCH).toCompletableFuture())
                .toList();
        time.advance(Duration.ofSeconds(2));
        assertThat(acquisitions).hasSize(1);
        AccessToken issued = token();
        acquisitions.get(0).complete(issued);
        time.advance(Duration.ofSeconds(1));
        assertThat(answers)
                .allMatch(CompletableFuture::isDone)
                .extracting(CompletableFuture::join)
                .containsOnly(issued);
        assertThat(acquisitions).hasSize(1);
    }

    @Test
    void acquire_holderDies_anotherMemberTakesOver() {
        TokenSource dying = member("app");
        dying.acquire(BATCH).toCompletableFuture().cancel(true);
        CompletableFuture<AccessToken> other = member("app").acquire(BATCH).toCompletableFuture();
        time.advance(Duration.ofSeconds(1));
        assertThat(acquisitions).hasSize(2);
        acquisitions.get(1).complete(token());
        time.settle();
        assertThat(other).isCompleted();
    }

    @Test
    void acquire_holderHangs_othersAcquireTheirOwnAfterTheLease() {
        member("app").acquire(BATCH);
        CompletableFuture<AccessToken> other = member("app").acquire(BATCH).toCompletableFuture();
        time.advance(Duration.ofSeconds(14));
        assertThat(acquisitions).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(acquisitions).hasSize(2);
        acquisitions.get(1).complete(token());
        time.settle();
        assertThat(other).isCompleted();
    }

    @Test
    void acquire_originFails_theLeaseIsFreeAndTheErrorIsTheOrigins() {
        CompletableFuture<AccessToken> failing = member("app").acquire(BATCH).toCompletableFuture();
        time.settle();
        acquisitions
                .get(0)
                .completeExceptionally(new PermanentAuthenticationException("Refused", ErrorDetails.NONE, null));
        assertThatThrownBy(failing::join).hasCauseInstanceOf(PermanentAuthenticationException.class);
        get(member("app"), BATCH);
        assertThat(acquisitions).hasSize(2);
    }

    @Test
    void acquire_differentPartitionScopeOrTenant_neverSharesAToken() {
        AccessToken app = get(member("app"), BATCH);
        AccessToken other = get(member("other app"), BATCH);
        AccessToken scope = get(member("app"), TokenRequest.forScopes("https://management.azure.com/.default"));
        AccessToken tenant =
                get(member("app"), BATCH.toBuilder().tenantId("contoso.com").build());
        assertThat(List.of(app, other, scope, tenant)).doesNotHaveDuplicates();
        assertThat(acquisitions).hasSize(4);
    }

    @Test
    void acquire_tokenWasRefusedOrChallenged_isNotReadFromTheCache() {
        AccessToken first = get(member("app"), BATCH);
        AccessToken second =
                get(member("app"), BATCH.toBuilder().rejected(first).build());
        assertThat(second).isNotEqualTo(first);
        AccessToken third = get(
                member("app"), BATCH.toBuilder().claims("{\"access_token\":{}}").build());
        assertThat(third).isNotEqualTo(second);
        assertThat(get(member("app"), BATCH))
                .as("the newest is what others read")
                .isEqualTo(third);
    }

    @Test
    void acquire_tokenWantsToBeRefreshed_isNotWorthReading() {
        AccessToken first = get(member("app"), BATCH);
        time.advance(Duration.ofMinutes(43)); // a provider with the largest jitter would refresh it from minute 42 on
        assertThat(get(member("app"), BATCH)).isNotEqualTo(first);
    }

    @Test
    void acquire_cacheIsDown_isSurvived() {
        SharedTokenCache broken = new SharedTokenCache() {
            @Override
            public Mono<byte[]> read(String key) {
                return Mono.error(new IllegalStateException("down"));
            }

            @Override
            public Mono<Void> write(String key, byte[] content, Duration timeToLive) {
                return Mono.error(new IllegalStateException("down"));
            }

            @Override
            public Mono<Boolean> lease(String key, String holder, Duration duration) {
                return Mono.never();
            }

            @Override
            public Mono<Void> release(String key, String holder) {
                return Mono.never();
            }
        };
        CompletableFuture<AccessToken> answer =
                member("app", broken, KEY).acquire(BATCH).toCompletableFuture();
        time.advance(Duration.ofSeconds(2));
        acquisitions.get(0).complete(token());
        time.advance(Duration.ofSeconds(2));
        assertThat(answer).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "write", "lease", "release"})
    void acquire_cacheThrowsAtTheCall_isSurvived(String broken) {
        SharedTokenCache closed = new WatchedCache(cache, method -> {
            if (method.equals(broken)) {
                throw new IllegalStateException("closed");
            }
        });
        assertThat(get(member("app", closed, KEY), BATCH)).isNotNull();
    }

    @Test
    void acquire_onAReactorThread_doesNotBlockIt() {
        int many = 5_000; // the system's random bytes come in portions of up to 64 kB, and only a new one blocks
        AtomicInteger writes = new AtomicInteger();
        SharedTokenCache counting = new WatchedCache(cache, method -> {
            if (method.equals("write")) {
                writes.incrementAndGet();
            }
        });
        AccessToken nearItsEnd = AccessToken.builder(
                        "token",
                        time.instant().minusSeconds(3600),
                        time.instant().plusSeconds(60))
                .build();
        TokenSource source = SharedTokenSource.builder(
                        request -> CompletableFuture.completedFuture(nearItsEnd), counting, "app", KEY)
                .clock(time)
                .build();
        Flux.range(0, many)
                .concatMap(i ->
                        Mono.fromCompletionStage(() -> source.acquire(BATCH)).subscribeOn(Schedulers.parallel()))
                .blockLast(Duration.ofMinutes(1));
        assertThat(writes).hasValue(many);
    }

    @Test
    void stored_isEncryptedAndBoundToItsKey() {
        Map<String, byte[]> store = new HashMap<>();
        SharedTokenCache spying = new SharedTokenCache() {
            @Override
            public Mono<byte[]> read(String key) {
                return Mono.justOrEmpty(store.get(key));
            }

            @Override
            public Mono<Void> write(String key, byte[] content, Duration timeToLive) {
                return Mono.fromRunnable(() -> store.put(key, content));
            }

            @Override
            public Mono<Boolean> lease(String key, String holder, Duration duration) {
                return Mono.just(true);
            }

            @Override
            public Mono<Void> release(String key, String holder) {
                return Mono.empty();
            }
        };
        AccessToken stored = get(member("app", spying, KEY), BATCH);
        Map.Entry<String, byte[]> entry = store.entrySet().iterator().next();
        assertThat(entry.getKey()).matches("[0-9a-f]{64}");
        assertThat(new String(entry.getValue(), StandardCharsets.ISO_8859_1)).doesNotContain(stored.value());

        get(member("victim", spying, KEY), BATCH);
        String victim = store.keySet().stream()
                .filter(key -> !key.equals(entry.getKey()))
                .findFirst()
                .orElseThrow();
        store.put(victim, entry.getValue()); // somebody with access to the store swaps two tokens
        assertThat(get(member("victim", spying, KEY), BATCH).value()).isNotEqualTo(stored.value());

        byte[] altered = entry.getValue().clone();
        altered[altered.length - 1]++;
        store.put(entry.getKey(), altered);
        assertThat(get(member("app", spying, KEY), BATCH)).isNotEqualTo(stored);
        byte[] otherBytes = new byte[16];
        otherBytes[0] = 1;
        store.put(entry.getKey(), entry.getValue());
        assertThat(get(member("app", spying, new SecretKeySpec(otherBytes, "AES")), BATCH))
                .isNotEqualTo(stored);
    }

    @Test
    void provider_overASharedSource_invalidatesAcrossTheFleet() {
        TokenProvider provider = TokenProvider.builder(member("app"), BATCH)
                .clock(time)
                .nanoTime(time::nanoTime)
                .scheduler(time.scheduler)
                .build();
        List<AccessToken> received = new ArrayList<>();
        provider.token().subscribe(received::add);
        time.settle();
        acquisitions.get(0).complete(token());
        time.settle();
        provider.invalidate(received.get(0));
        provider.token().subscribe(received::add);
        time.settle();
        acquisitions.get(1).complete(token());
        time.settle();
        assertThat(received).doesNotHaveDuplicates().hasSize(2);
        provider.dispose();
    }

    @Test
    void builder_badValues_areRefusedByName() {
        assertThatThrownBy(() -> member(" "))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("partition");
        assertThatThrownBy(() -> member("app", cache, new SecretKeySpec(new byte[32], "HmacSHA256")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("encryptionKey");
    }

    /** Tells each call before it is made; what the watcher throws is thrown before there is a {@code Mono}. */
    private record WatchedCache(SharedTokenCache store, Consumer<String> watcher) implements SharedTokenCache {

        @Override
        public Mono<byte[]> read(String key) {
            watcher.accept("read");
            return store.read(key);
        }

        @Override
        public Mono<Void> write(String key, byte[] content, Duration timeToLive) {
            watcher.accept("write");
            return store.write(key, content, timeToLive);
        }

        @Override
        public Mono<Boolean> lease(String key, String holder, Duration duration) {
            watcher.accept("lease");
            return store.lease(key, holder, duration);
        }

        @Override
        public Mono<Void> release(String key, String holder) {
            watcher.accept("release");
            return store.release(key, holder);
        }
    }
}
