package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final Faults faults = Faults.plain(42);

    @Test
    void decide_firstTwo_harmsThemOnly() {
        faults.on(Requests.path("/a")).first(2).respondStatus(503);

        assertThat(decisions("/a", "/b", "/a", "/a")).containsExactly("respond 503", "", "respond 503", "");
    }

    @Test
    void decide_severalRules_eachCountsForItself() {
        faults.on(Requests.any()).nth(1).respondStatus(429);
        faults.on(Requests.any()).nth(2).resetBefore();
        faults.on(Requests.any()).afterFirst(3).hang();

        assertThat(decisions("/a", "/a", "/a", "/a")).containsExactly("respond 429", "reset before", "", "hang");
    }

    @Test
    void decide_twoRulesForOneRequest_earlierDecides() {
        faults.on(Requests.any()).respondStatus(500);
        Faults.Rule second = faults.on(Requests.any()).hang();

        assertThat(decisions("/a")).containsExactly("respond 500");
        assertThat(second.seen()).isEqualTo(1);
        assertThat(second.hits()).isZero();
    }

    @Test
    void decide_sameSeed_repeatsTheSameChances() {
        faults.on(Requests.any()).withProbability(0.5).resetAfter();
        Faults again = Faults.plain(42);
        again.on(Requests.any()).withProbability(0.5).resetAfter();

        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            first.add(decide(faults, "/a"));
            second.add(decide(again, "/a"));
        }

        assertThat(first).isEqualTo(second).contains("", "reset after");
    }

    @Test
    void decide_delayedBetween_staysWithinTheBounds() {
        faults.on(Requests.any())
                .delayedBetween(Duration.ofMillis(10), Duration.ofMillis(20))
                .pass();

        for (int i = 0; i < 50; i++) {
            assertThat(faults.decide(request("/a")).orElseThrow().prelude().delay())
                    .isBetween(Duration.ofMillis(10), Duration.ofMillis(20));
        }
    }

    @Test
    void remove_rule_takesItOutOfForce() {
        Faults.Rule rule = faults.on(Requests.any()).hang();

        rule.remove();

        assertThat(decisions("/a")).containsExactly("");
    }

    @Test
    void withProbability_outOfRange_isRefused() {
        assertThatThrownBy(() -> faults.on(Requests.any()).withProbability(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.5");
    }

    @Test
    void sentence_thatCannotBeMeant_isRefusedByItsWord() {
        Faults.Sentence sentence = faults.on(Requests.any());
        Duration negative = Duration.ofSeconds(-1);

        assertRefused(() -> sentence.first(0), "first: 0");
        assertRefused(() -> sentence.nth(), "nth: ()");
        assertRefused(() -> sentence.nth(1, 0), "nth: 0");
        assertRefused(() -> sentence.afterFirst(-1), "afterFirst: -1");
        assertRefused(() -> sentence.delayed(negative), "delayed: PT-1S");
        assertRefused(() -> sentence.delayedBetween(negative, Duration.ZERO), "delayedBetween: PT-1S");
        assertRefused(() -> sentence.throttleFor(negative), "throttleFor: PT-1S");
        assertThat(faults.rules()).isEmpty();
    }

    private static void assertRefused(ThrowingCallable sentence, String beginning) {
        assertThatThrownBy(sentence)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(beginning);
    }

    @Test
    void isInForce_removedOrCleared_isFalse() {
        Faults.Rule removed = faults.on(Requests.any()).hang();
        Faults.Rule cleared = faults.on(Requests.any()).hang();
        assertThat(removed.isInForce()).isTrue();

        removed.remove();
        assertThat(removed.isInForce()).isFalse();
        assertThat(cleared.isInForce()).isTrue();
        faults.clear();
        assertThat(cleared.isInForce()).isFalse();
    }

    private List<String> decisions(String... targets) {
        List<String> names = new ArrayList<>();
        for (String target : targets) {
            names.add(decide(faults, target));
        }
        return names;
    }

    private static String decide(Faults plan, String target) {
        return plan.decide(request(target)).map(Fault::name).orElse("");
    }

    private static ServerRequest request(String target) {
        return new ServerRequest(1, Instant.EPOCH, "GET", "https://localhost", target, Fields.none(), new byte[0]);
    }
}
