package io.github.latchkey.testkit.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;

/** An account whose time stands still until the test moves it, with a caller who may do everything. */
final class FrozenBatch implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    /** One issuer for all, whose tokens live longer than any of these accounts. */
    private static final FakeEntra ENTRA = FakeEntra.builder()
            .clock(TestClock.frozenAt(START))
            .tokenLifetime(Duration.ofDays(3000))
            .seed(7)
            .start();

    final TestClock clock = TestClock.frozenAt(START);
    final FakeBatch batch;
    final BatchCalls calls;

    FrozenBatch() {
        this(builder -> builder);
    }

    FrozenBatch(UnaryOperator<FakeBatch.Builder> change) {
        batch = change.apply(FakeBatch.builder().issuer(ENTRA).clock(clock)).start();
        calls = BatchCalls.withToken(batch, ENTRA);
    }

    /** Posts what has to succeed. */
    void post(String path, String body) {
        BatchCalls.Answer answer = calls.post(path, body);
        Assertions.assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    /** Posts without a body what has to succeed. */
    void post(String path) {
        BatchCalls.Answer answer = calls.post(path);
        Assertions.assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    JsonNode get(String path) {
        return calls.get(path).json();
    }

    String state(String path) {
        BatchCalls.Answer answer = calls.get(path);
        return answer.status() == 404 ? "gone" : answer.json().path("state").asText();
    }

    void pass(Duration duration) {
        batch.advance(duration);
    }

    void seconds(int seconds) {
        batch.advance(Duration.ofSeconds(seconds));
    }

    /** Makes a pool whose nodes are ready. */
    void readyPool(String id, int nodes) {
        post("/pools", BatchCalls.pool(id, nodes));
        seconds(1);
    }

    @Override
    public void close() {
        batch.close();
    }
}
