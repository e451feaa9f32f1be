package io.github.latchkey.testkit.http;

import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A plan of faults that reads as sentences:
 *
 * <pre>{@code
 * faults.on(tokenEndpoint()).first(2).respondStatus(503);
 * faults.on(path("/jobs")).nth(3).resetAfter();
 * faults.on(any()).withProbability(0.05).delayed(Duration.ofMillis(200)).pass();
 * faults.on(operation("Job_Add")).first(1).throttleFor(Duration.ofSeconds(5));
 * Faults.Rule outage = faults.outage();
 * }</pre>
 *
 * <p>A sentence says which requests, how many of them, and what goes wrong. Each rule counts for itself all the
 * requests that it is about; when several rules apply to one request, the one that was made first decides, except that
 * an outage is before all that are there, and {@link Fault#resetBeforeBody} before those that wait for the whole
 * request. Rules may be made and removed at any time and from any thread.
 */
public final class Faults implements FaultPlan {

    private static final String RETRY_AFTER = "Retry-After";

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final ErrorAnswers answers;
    private final long seed;
    private final Random random;

    /**
     * Makes an empty plan.
     *
     * @param answers what the service really answers when something is wrong
     * @param seed the same seed gives the same decisions for the same requests in the same order
     */
    public Faults(ErrorAnswers answers, long seed) {
        this.answers = answers;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * Makes an empty plan whose answers with a status are short plain texts.
     *
     * @param seed the same seed gives the same decisions for the same requests in the same order
     * @return a new plan
     */
    public static Faults plain(long seed) {
        return new Faults(status -> ServerResponse.text(status, "status " + status), seed);
    }

    /**
     * Begins a sentence; nothing goes wrong until it is ended with a fault.
     *
     * @param requests the requests that it is about, for example from {@link Requests}
     * @return the sentence, which is about each of these requests until it says otherwise
     */
    public Sentence on(Predicate<ServerRequest> requests) {
        return new Sentence(requests, number -> true, Duration.ZERO, Duration.ZERO, null, null);
    }

    /**
     * Takes the service down: each request, whatever other rules say, is answered with a 503 as the service or its
     * gateway gives it, until the rule is removed.
     *
     * @return the rule, which is in force; {@link Rule#remove()} brings the service up again
     */
    public Rule outage() {
        return on(Requests.any()).outage();
    }

    /** Removes all rules. */
    public void clear() {
        rules.clear();
    }

    /**
     * Returns the seed, to be printed when a test with probabilities fails.
     *
     * @return as given
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns the rules.
     *
     * @return a copy, in the order in which they decide
     */
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    @Override
    public Optional<Fault> decide(ServerRequest request) {
        return decide(rule -> !rule.fault.isBeforeBody(), () -> request);
    }

    @Override
    public Optional<Fault> decideOnHead(Supplier<ServerRequest> head) {
        return decide(rule -> rule.fault.isBeforeBody(), head);
    }

    private Optional<Fault> decide(Predicate<Rule> inQuestion, Supplier<ServerRequest> request) {
        Optional<Fault> decision = Optional.empty();
        for (Rule rule : rules) {
            if (inQuestion.test(rule)) {
                Optional<Fault> fault = rule.consider(request.get(), decision.isEmpty());
                decision = decision.isPresent() ? decision : fault;
            }
        }
        return decision;
    }

    private static void check(boolean good, String word, Object given, String demand) {
        if (!good) {
            throw new IllegalArgumentException(word + ": " + given + " is not " + demand);
        }
    }

    private double chance() {
        synchronized (random) {
            return random.nextDouble();
        }
    }

    @Override
    public String toString() {
        return "Faults[" + rules.size() + " rules, seed " + seed + "]";
    }

    /** A rule in the making: which requests, and what they wait for. Immutable; each method returns a copy. */
    public final class Sentence {

        private final Predicate<ServerRequest> requests;
        private final LongPredicate which;
        private final Duration shortest;
        private final Duration longest;
        private final @Nullable TestClock clock;
        private final @Nullable Gate gate;

        private Sentence(
                Predicate<ServerRequest> requests,
                LongPredicate which,
                Duration shortest,
                Duration longest,
                @Nullable TestClock clock,
                @Nullable Gate gate) {
            this.requests = requests;
            this.which = which;
            this.shortest = shortest;
            this.longest = longest;
            this.clock = clock;
            this.gate = gate;
        }

        private Sentence which(LongPredicate more) {
            return new Sentence(requests, which.and(more), shortest, longest, clock, gate);
        }

        /**
         * Restricts the sentence to the first few of the requests, counted from now on.
         *
         * @param count how many, at least 1
         * @return a copy
         * @throws IllegalArgumentException if the number is below 1
         */
        public Sentence first(long count) {
            check(count >= 1, "first", count, "1 or more; leave it out for all requests");
            return which(number -> number <= count);
        }

        /**
         * Restricts the sentence to certain of the requests, counted from now on.
         *
         * @param numbers at least one; 1 is the next request
         * @return a copy
         * @throws IllegalArgumentException if there is no number, or one below 1
         */
        public Sentence nth(long... numbers) {
            long[] wanted = numbers.clone();
            check(wanted.length > 0, "nth", "()", "at least one number");
            for (long number : wanted) {
                check(number >= 1, "nth", number, "1 or more; 1 is the next request");
            }
            return which(number -> Arrays.stream(wanted).anyMatch(one -> one == number));
        }

        /**
         * Leaves out the first few of the requests, counted from now on.
         *
         * @param count how many pass unharmed, zero or more
         * @return a copy
         * @throws IllegalArgumentException if the number is negative
         */
        public Sentence afterFirst(long count) {
            check(count >= 0, "afterFirst", count, "zero or more");
            return which(number -> number > count);
        }

        /**
         * Restricts the sentence to some of the requests by chance.
         *
         * @param probability from 0 (none) to 1 (all)
         * @return a copy
         */
        public Sentence withProbability(double probability) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability is from 0 to 1, not " + probability);
            }
            return which(number -> chance() < probability);
        }

        /**
         * Lets the requests wait before anything else happens.
         *
         * @param delay the real time to wait, zero or more
         * @return a copy
         * @throws IllegalArgumentException if the time is negative
         */
        public Sentence delayed(Duration delay) {
            check(!delay.isNegative(), "delayed", delay, "zero or more");
            return new Sentence(requests, which, delay, delay, null, gate);
        }

        /**
         * Lets the requests wait until a clock has moved on, before anything else happens.
         *
         * @param delay the time to wait, zero or more
         * @param waitingClock whose time; a frozen one has to be moved
         * @return a copy
         * @throws IllegalArgumentException if the time is negative
         */
        public Sentence delayed(Duration delay, TestClock waitingClock) {
            check(!delay.isNegative(), "delayed", delay, "zero or more");
            return new Sentence(requests, which, delay, delay, waitingClock, gate);
        }

        /**
         * Lets the requests wait for a time between two bounds, by chance.
         *
         * @param atLeast the shortest real time to wait, zero or more
         * @param atMost the longest real time to wait
         * @return a copy
         * @throws IllegalArgumentException if a time is negative, or the longest is below the shortest
         */
        public Sentence delayedBetween(Duration atLeast, Duration atMost) {
            check(!atLeast.isNegative(), "delayedBetween", atLeast, "zero or more");
            if (atMost.compareTo(atLeast) < 0) {
                throw new IllegalArgumentException("the longest delay " + atMost + " is below the shortest " + atLeast);
            }
            return new Sentence(requests, which, atLeast, atMost, null, gate);
        }

        /**
         * Lets the requests wait until the test opens a gate.
         *
         * @param newGate what to wait for
         * @return a copy
         */
        public Sentence heldAt(Gate newGate) {
            return new Sentence(requests, which, shortest, longest, clock, newGate);
        }

        /**
         * Ends the sentence: the requests get their usual answer, after the delay or behind the gate.
         *
         * @return the rule, which is in force
         */
        public Rule pass() {
            return add(Fault.pass());
        }

        /**
         * Ends the sentence: the requests get this answer, and the fake never sees them.
         *
         * @param response the answer
         * @return the rule, which is in force
         */
        public Rule respond(ServerResponse response) {
            return add(Fault.respond(response));
        }

        /**
         * Ends the sentence: the requests get the answer that the service really gives with a status, and the fake
         * never sees them.
         *
         * @param status 400 to 599
         * @return the rule, which is in force
         */
        public Rule respondStatus(int status) {
            return add(Fault.respond(answers.status(status)));
        }

        /**
         * Ends the sentence: the requests get a page in HTML as a gateway sends it, and the fake never sees them.
         *
         * @param status 500, 502, 503 or 504
         * @return the rule, which is in force
         */
        public Rule respondHtml(int status) {
            return add(Fault.respond(Answers.gatewayPage(status)));
        }

        /**
         * Ends the sentence: the requests get a 429 as the service sends it, which does not say when to come back.
         *
         * @return the rule, which is in force
         */
        public Rule throttle() {
            return add(Fault.respond(answers.status(429).withoutHeader(RETRY_AFTER)));
        }

        /**
         * Ends the sentence: the requests get a 429 as the service sends it, with {@code Retry-After} in seconds.
         *
         * @param wait zero or more, cut to full seconds
         * @return the rule, which is in force
         * @throws IllegalArgumentException if the time is negative
         */
        public Rule throttleFor(Duration wait) {
            check(!wait.isNegative(), "throttleFor", wait, "zero or more");
            return add(Fault.respond(answers.status(429).header(RETRY_AFTER, Long.toString(wait.toSeconds()))));
        }

        /**
         * Ends the sentence: the requests get a 429 as the service sends it, with {@code Retry-After} as an HTTP date.
         *
         * @param end cut to full seconds
         * @return the rule, which is in force
         */
        public Rule throttleUntil(Instant end) {
            return add(Fault.respond(answers.status(429).header(RETRY_AFTER, Answers.httpDate(end))));
        }

        /**
         * Ends the sentence: the requests are refused with a claims challenge as the service sends it, whatever token
         * they have, and the fake never sees them.
         *
         * @param claims what the new token must be asked for with, as JSON
         * @return the rule, which is in force
         */
        public Rule demandClaims(String claims) {
            return add(Fault.respond(answers.claims(claims)).named("demand claims"));
        }

        /**
         * Ends the sentence: something happens, and then the requests get their usual answer. For trouble that comes
         * just in time, such as {@code run(entra::rollOverKeys)}.
         *
         * @param action runs on one of the kit's worker threads, before the fake sees the request
         * @return the rule, which is in force
         */
        public Rule run(Runnable action) {
            return add(Fault.run(action));
        }

        /**
         * Ends the sentence: as {@link Fault#hang()}.
         *
         * @return the rule, which is in force
         */
        public Rule hang() {
            return add(Fault.hang());
        }

        /**
         * Ends the sentence: as {@link Fault#resetBeforeBody()}.
         *
         * @return the rule, which is in force
         */
        public Rule resetBeforeBody() {
            return add(Fault.resetBeforeBody());
        }

        /**
         * Ends the sentence: as {@link Fault#resetBefore()}.
         *
         * @return the rule, which is in force
         */
        public Rule resetBefore() {
            return add(Fault.resetBefore());
        }

        /**
         * Ends the sentence: as {@link Fault#resetAfter()}.
         *
         * @return the rule, which is in force
         */
        public Rule resetAfter() {
            return add(Fault.resetAfter());
        }

        /**
         * Ends the sentence: as {@link Fault#resetAfterHead()}.
         *
         * @return the rule, which is in force
         */
        public Rule resetAfterHead() {
            return add(Fault.resetAfterHead());
        }

        /**
         * Ends the sentence: as {@link Fault#resetAfterHalfBody()}.
         *
         * @return the rule, which is in force
         */
        public Rule resetAfterHalfBody() {
            return add(Fault.resetAfterHalfBody());
        }

        /**
         * Ends the sentence: the service is down for these requests, whatever other rules say. They get a 503 as the
         * service or its gateway gives it.
         *
         * @return the rule, which is in force and before all others
         */
        public Rule outage() {
            Rule rule = rule(Fault.respond(answers.status(503)).named("outage"));
            rules.add(0, rule);
            return rule;
        }

        /**
         * Ends the sentence: as {@link Fault#halfBody()}.
         *
         * @return the rule, which is in force
         */
        public Rule halfBody() {
            return add(Fault.halfBody());
        }

        /**
         * Ends the sentence: as {@link Fault#drip}.
         *
         * @param bytes how many bytes at a time
         * @param pause the real time between them
         * @return the rule, which is in force
         */
        public Rule drip(int bytes, Duration pause) {
            return add(Fault.drip(bytes, pause));
        }

        /**
         * Ends the sentence: as {@link Fault#contentLength}.
         *
         * @param length the stated length
         * @return the rule, which is in force
         */
        public Rule contentLength(long length) {
            return add(Fault.contentLength(length));
        }

        /**
         * Ends the sentence: as {@link Fault#contentType}.
         *
         * @param contentType the stated type
         * @return the rule, which is in force
         */
        public Rule contentType(String contentType) {
            return add(Fault.contentType(contentType));
        }

        /**
         * Ends the sentence: as {@link Fault#garbage()}.
         *
         * @return the rule, which is in force
         */
        public Rule garbage() {
            return add(Fault.garbage());
        }

        /**
         * Ends the sentence: as {@link Fault#duplicate()}.
         *
         * @return the rule, which is in force
         */
        public Rule duplicate() {
            return add(Fault.duplicate());
        }

        /**
         * Ends the sentence: as {@link Fault#rewrite}.
         *
         * @param change gets the usual answer and returns what is sent
         * @return the rule, which is in force
         */
        public Rule rewrite(UnaryOperator<ServerResponse> change) {
            return add(Fault.rewrite(change));
        }

        /**
         * Ends the sentence with any fault. A delay or a gate of the sentence replaces that of the fault.
         *
         * @param fault what goes wrong
         * @return the rule, which is in force
         */
        public Rule fault(Fault fault) {
            return add(fault);
        }

        private Rule add(Fault fault) {
            Rule rule = rule(fault);
            rules.add(rule);
            return rule;
        }

        private Rule rule(Fault fault) {
            Gate held = gate;
            return new Rule(this, held == null ? fault : fault.behind(held));
        }

        private Fault delay(Fault fault) {
            Duration delay = delay();
            if (delay.isZero()) {
                return fault;
            }
            TestClock moved = clock;
            return moved == null ? fault.after(delay) : fault.after(delay, moved);
        }

        private Duration delay() {
            long nanos = longest.minus(shortest).toNanos();
            return nanos == 0 ? shortest : shortest.plusNanos((long) (nanos * chance()));
        }
    }

    /** A rule in force. */
    public final class Rule {

        private final Sentence sentence;
        private final Fault fault;
        private final AtomicLong seen = new AtomicLong();
        private final AtomicLong hits = new AtomicLong();
        private final Bell bell = new Bell();

        private Rule(Sentence sentence, Fault fault) {
            this.sentence = sentence;
            this.fault = fault;
        }

        private Optional<Fault> consider(ServerRequest request, boolean open) {
            if (!sentence.requests.test(request) || !sentence.which.test(seen.incrementAndGet()) || !open) {
                return Optional.empty();
            }
            hits.incrementAndGet();
            bell.ring();
            return Optional.of(sentence.delay(fault));
        }

        /**
         * Counts the requests that this rule is about, harmed or not.
         *
         * @return zero or more
         */
        public long seen() {
            return seen.get();
        }

        /**
         * Counts the requests that this rule has harmed.
         *
         * @return zero or more
         */
        public long hits() {
            return hits.get();
        }

        /**
         * Waits until this rule has harmed so many requests.
         *
         * @param count how many
         * @param limit how long to wait at most, in real time
         * @return this rule
         * @throws AssertionError if they did not come in time, or the thread was interrupted
         */
        public Rule awaitHits(long count, Duration limit) {
            try {
                if (!bell.await(() -> hits() >= count, limit)) {
                    throw new AssertionError(this + ": expected " + count + " within " + limit);
                }
                return this;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + this, interrupted);
            }
        }

        /**
         * Tells whether this rule still decides.
         *
         * @return {@code false} once it has been removed, by itself or together with all rules of the plan
         */
        public boolean isInForce() {
            return rules.contains(this);
        }

        /** Takes this rule out of force. */
        public void remove() {
            rules.remove(this);
        }

        @Override
        public String toString() {
            return "Rule[" + fault.name() + ", " + hits() + " of " + seen() + " requests]";
        }
    }
}
