package io.github.latchkey.auth.reactive.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What every {@link SharedTokenCache} has to do. Extend it for yours. */
public abstract class SharedTokenCacheContract {

    private static final String KEY = "0".repeat(64);
    private static final String OTHER_KEY = "1".repeat(64);
    private static final Duration LIFE = Duration.ofMinutes(5);

    /**
     * Returns the cache under test, empty; the same for one test method.
     *
     * @return the cache
     */
    protected abstract SharedTokenCache cache();

    /**
     * Lets time pass for the cache: moves its clock, or waits where it has none that can be moved.
     *
     * @param duration how much
     */
    protected abstract void pass(Duration duration);

    private @Nullable String read(String key) {
        byte[] content = cache().read(key).block(Duration.ofSeconds(10));
        return content == null ? null : new String(content, StandardCharsets.UTF_8);
    }

    private void write(String key, String content) {
        cache().write(key, content.getBytes(StandardCharsets.UTF_8), LIFE).block(Duration.ofSeconds(10));
    }

    private boolean lease(String key, String holder) {
        return Boolean.TRUE.equals(cache().lease(key, holder, LIFE).block(Duration.ofSeconds(10)));
    }

    @Test
    void read_nothingWritten_isEmpty() {
        assertThat(read(KEY)).isNull();
    }

    @Test
    void read_afterWrite_isWhatWasWritten() {
        write(KEY, "one");
        write(OTHER_KEY, "other");
        assertThat(read(KEY)).isEqualTo("one");
        write(KEY, "two");
        assertThat(read(KEY)).isEqualTo("two");
        assertThat(read(OTHER_KEY)).isEqualTo("other");
    }

    @Test
    void read_timeToLiveOver_isEmpty() {
        write(KEY, "one");
        pass(LIFE);
        assertThat(read(KEY)).isNull();
    }

    @Test
    void write_notSubscribed_doesNothing() {
        cache().write(KEY, new byte[] {1}, LIFE);
        assertThat(read(KEY)).isNull();
    }

    @Test
    void lease_heldByAnother_isNotGranted() {
        assertThat(lease(KEY, "a")).isTrue();
        assertThat(lease(KEY, "b")).isFalse();
        assertThat(lease(OTHER_KEY, "b")).isTrue();
    }

    @Test
    void lease_released_isFree() {
        lease(KEY, "a");
        cache().release(KEY, "a").block(Duration.ofSeconds(10));
        assertThat(lease(KEY, "b")).isTrue();
    }

    @Test
    void release_byAnotherHolder_changesNothing() {
        lease(KEY, "a");
        cache().release(KEY, "b").block(Duration.ofSeconds(10));
        assertThat(lease(KEY, "b")).isFalse();
    }

    @Test
    void lease_timeOver_isFree() {
        lease(KEY, "a");
        pass(LIFE);
        assertThat(lease(KEY, "b")).isTrue();
    }

    @Test
    void lease_manyAtOnce_isGrantedToOne() {
        List<Boolean> granted = Flux.range(0, 50)
                .flatMap(i -> Mono.defer(() -> cache().lease(KEY, "holder-" + i, LIFE))
                        .subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block(Duration.ofSeconds(30));
        assertThat(granted).hasSize(50).containsOnlyOnce(true);
    }
}
