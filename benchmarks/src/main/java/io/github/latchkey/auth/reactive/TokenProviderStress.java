package io.github.latchkey.auth.reactive;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.reactive.StressedProvider.Signal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The races of the token engine. Results are the number of the token that a subscriber got, 0 for no signal, -1 for an
 * error, -2 for "closed". Everything that is not listed is forbidden.
 */
public final class TokenProviderStress {

    private TokenProviderStress() {}

    /** A subscriber comes while the flight that it needs lands. */
    @JCStressTest
    @State
    @Outcome(
            id = "1, 1",
            expect = ACCEPTABLE,
            desc = "The subscriber gets the token, waiting for it or not, from one flight.")
    public static class SubscribeAgainstLanding {

        private final StressedProvider stressed = new StressedProvider();
        private final Signal first = new Signal();
        private final Signal second = new Signal();

        /** Takes off. */
        public SubscribeAgainstLanding() {
            stressed.provider.token().subscribe(first);
        }

        /** Joins. */
        @Actor
        public void subscribe() {
            stressed.provider.token().subscribe(second);
        }

        /** Lands. */
        @Actor
        public void land() {
            stressed.answer.complete(StressedProvider.fresh(1));
        }

        /** Looks. */
        @Arbiter
        public void look(II_Result result) {
            result.r1 = second.value;
            result.r2 = stressed.requests.get();
        }
    }

    /** A subscriber comes while a refresh replaces the token. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The subscriber gets the present token, and the new one is kept.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "The subscriber gets the new token.")
    public static class SubscribeAgainstRefresh {

        private final StressedProvider stressed = StressedProvider.holding(StressedProvider.stale(1));
        private final Signal signal = new Signal();

        /** Starts the refresh. */
        public SubscribeAgainstRefresh() {
            stressed.provider.token().subscribe(new Signal());
        }

        /** Subscribes. */
        @Actor
        public void subscribe() {
            stressed.provider.token().subscribe(signal);
        }

        /** Lands. */
        @Actor
        public void land() {
            stressed.answer.complete(StressedProvider.fresh(2));
        }

        /** Looks. */
        @Arbiter
        public void look(II_Result result) {
            AccessToken kept = stressed.provider.peek();
            result.r1 = signal.value;
            result.r2 = kept == null ? 0 : Integer.parseInt(kept.value());
        }
    }

    /** A subscriber comes while the token is rejected. */
    @JCStressTest
    @State
    @Outcome(
            id = "1, 0, 0",
            expect = ACCEPTABLE,
            desc = "Subscribed before the rejection: the old token; no flight yet.")
    @Outcome(id = "2, 1, 2", expect = ACCEPTABLE, desc = "Subscribed after the rejection: one flight, the new token.")
    public static class SubscribeAgainstInvalidate {

        private final AccessToken refused = StressedProvider.fresh(1);
        private final StressedProvider stressed = StressedProvider.holding(refused);
        private final Signal signal = new Signal();

        /** Lets the next flight land at once. */
        public SubscribeAgainstInvalidate() {
            stressed.answer.complete(StressedProvider.fresh(2));
        }

        /** Subscribes. */
        @Actor
        public void subscribe() {
            stressed.provider.token().subscribe(signal);
        }

        /** Rejects. */
        @Actor
        public void invalidate() {
            stressed.provider.invalidate(refused);
        }

        /** Looks. */
        @Arbiter
        public void look(III_Result result) {
            AccessToken kept = stressed.provider.peek();
            result.r1 = signal.value;
            result.r2 = stressed.requests.get();
            result.r3 = kept == null ? 0 : Integer.parseInt(kept.value());
        }
    }

    /** Two callers reject the same token while a third caller's flight replaces it. */
    @JCStressTest
    @State
    @Outcome(
            id = "1, 2",
            expect = ACCEPTABLE,
            desc = "Whoever comes when, the new token stays and one flight was enough.")
    public static class InvalidateAgainstLanding {

        private final AccessToken refused = StressedProvider.fresh(1);
        private final StressedProvider stressed = StressedProvider.holding(refused);

        /** Rejects and takes off. */
        public InvalidateAgainstLanding() {
            stressed.provider.invalidate(refused);
            stressed.provider.token().subscribe(new Signal());
        }

        /** Rejects again. */
        @Actor
        public void invalidate() {
            stressed.provider.invalidate(refused);
        }

        /** Lands. */
        @Actor
        public void land() {
            stressed.answer.complete(StressedProvider.fresh(2));
        }

        /** Looks. */
        @Arbiter
        public void look(II_Result result) {
            AccessToken kept = stressed.provider.peek();
            result.r1 = stressed.requests.get();
            result.r2 = kept == null ? 0 : Integer.parseInt(kept.value());
        }
    }

    /** A subscriber without a token comes while the provider is closed. */
    @JCStressTest
    @State
    @Outcome(id = "-2, 0", expect = ACCEPTABLE, desc = "Closed first: the subscriber is told, nothing runs.")
    @Outcome(
            id = "-2, 1",
            expect = ACCEPTABLE,
            desc = "Subscribed first: the flight is stopped and the subscriber is told.")
    public static class SubscribeAgainstDispose {

        private final StressedProvider stressed = new StressedProvider();
        private final Signal signal = new Signal();

        /** Subscribes. */
        @Actor
        public void subscribe() {
            stressed.provider.token().subscribe(signal);
        }

        /** Closes. */
        @Actor
        public void dispose() {
            stressed.provider.dispose();
        }

        /** Looks. */
        @Arbiter
        public void look(II_Result result) {
            result.r1 = signal.value;
            result.r2 = stressed.requests.get();
        }
    }

    /** A flight lands while the provider is closed. */
    @JCStressTest
    @State
    @Outcome(
            id = "1, 0",
            expect = ACCEPTABLE,
            desc = "Landed first: the waiter has the token, the closed provider has none.")
    @Outcome(id = "-2, 0", expect = ACCEPTABLE, desc = "Closed first: the waiter is told, the token is thrown away.")
    public static class LandingAgainstDispose {

        private final StressedProvider stressed = new StressedProvider();
        private final Signal signal = new Signal();

        /** Takes off. */
        public LandingAgainstDispose() {
            stressed.provider.token().subscribe(signal);
        }

        /** Lands. */
        @Actor
        public void land() {
            stressed.answer.complete(StressedProvider.fresh(1));
        }

        /** Closes. */
        @Actor
        public void dispose() {
            stressed.provider.dispose();
        }

        /** Looks. */
        @Arbiter
        public void look(II_Result result) {
            result.r1 = signal.value;
            result.r2 = stressed.provider.peek() == null ? 0 : 1;
        }
    }

    /** Two subscribers find the token stale. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Both get the present token at once, and one flight starts.")
    public static class TwoRefreshes {

        private final StressedProvider stressed = StressedProvider.holding(StressedProvider.stale(1));
        private final Signal first = new Signal();
        private final Signal second = new Signal();

        /** Subscribes. */
        @Actor
        public void subscribe() {
            stressed.provider.token().subscribe(first);
        }

        /** Subscribes, too. */
        @Actor
        public void subscribeToo() {
            stressed.provider.token().subscribe(second);
        }

        /** Looks. */
        @Arbiter
        public void look(III_Result result) {
            result.r1 = first.value;
            result.r2 = second.value;
            result.r3 = stressed.requests.get();
        }
    }

    /** Two subscribers find no token. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Both get the token of one flight.")
    public static class TwoColdSubscribers {

        private final StressedProvider stressed = new StressedProvider();
        private final Signal first = new Signal();
        private final Signal second = new Signal();

        /** Subscribes. */
        @Actor
        public void subscribe() {
            stressed.provider.token().subscribe(first);
        }

        /** Subscribes, too. */
        @Actor
        public void subscribeToo() {
            stressed.provider.token().subscribe(second);
        }

        /** Lands and looks. */
        @Arbiter
        public void look(III_Result result) {
            stressed.answer.complete(StressedProvider.fresh(1));
            result.r1 = first.value;
            result.r2 = second.value;
            result.r3 = stressed.requests.get();
        }
    }

    /** A waiter leaves while its flight lands. */
    @JCStressTest
    @State
    @Outcome(
            id = "0, 1",
            expect = ACCEPTABLE,
            desc = "It left in time and got nothing; the other waiter has the token.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It left too late and has the token, like the other waiter.")
    public static class CancelAgainstLanding {

        private final StressedProvider stressed = new StressedProvider();
        private final Signal leaving = new Signal();
        private final Signal staying = new Signal();

        /** Takes off. */
        public CancelAgainstLanding() {
            stressed.provider.token().subscribe(leaving);
            stressed.provider.token().subscribe(staying);
        }

        /** Leaves. */
        @Actor
        public void cancel() {
            leaving.cancel();
        }

        /** Lands. */
        @Actor
        public void land() {
            stressed.answer.complete(StressedProvider.fresh(1));
        }

        /** Looks. */
        @Arbiter
        public void look(II_Result result) {
            result.r1 = leaving.value;
            result.r2 = staying.value;
        }
    }
}
