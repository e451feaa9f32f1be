package io.github.latchkey.auth.storm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The other tests rely on it: whoever blocks a reactor thread is caught. */
class BlockHoundTest {

    @Test
    void blockHound_inTheseTests_isOn() {
        Mono<String> blocking = Mono.fromCallable(() -> {
                    Thread.sleep(1);
                    return "unnoticed";
                })
                .subscribeOn(Schedulers.parallel());
        assertThatThrownBy(() -> blocking.block(Duration.ofSeconds(10))).hasMessageContaining("Blocking call");
    }
}
