package io.github.latchkey.testkit.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Certain requests of a {@link Journal}: to be counted, awaited and asserted. The methods that narrow it down return a
 * view that goes on looking at the journal:
 *
 * <pre>{@code
 * azure.batchRequests().operation("Task_AddCollection").status(200).hasCount(3);
 * azure.batchRequests().to("DELETE", "/jobs/{jobId}").awaitCount(1, Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>What {@code has...} and {@code await...} say is asserted; an {@link AssertionError} shows the requests that were
 * meant and those that came instead. Immutable and safe for use by many threads.
 */
public final class RecordedRequests {

    private static final int SHOWN = 20;

    private final Journal journal;
    private final Predicate<RecordedRequest> wanted;
    private final List<String> words;

    RecordedRequests(Journal journal) {
        this(journal, request -> true, List.of());
    }

    private RecordedRequests(Journal journal, Predicate<RecordedRequest> wanted, List<String> words) {
        this.journal = journal;
        this.wanted = wanted;
        this.words = words;
    }

    /**
     * Narrows down to an operation.
     *
     * @param id as {@link RecordedRequest#operation()} has it, for Batch for instance {@code Job_Add}; in any letter
     *     case; empty for requests whose operation is unknown
     * @return a view
     * @throws IllegalArgumentException if the servers that write the journal have no such operation; the message lists
     *     those that they have
     */
    public RecordedRequests operation(String id) {
        journal.requireOperation(id);
        return matching("for " + id, request -> request.operation().equalsIgnoreCase(id));
    }

    /**
     * Narrows down to a method.
     *
     * @param method in any letter case
     * @return a view
     */
    public RecordedRequests method(String method) {
        String upperCase = method.toUpperCase(Locale.ROOT);
        return matching("with method " + upperCase, request -> request.method().equals(upperCase));
    }

    /**
     * Narrows down to a path.
     *
     * @param pattern as for {@link Router}
     * @return a view
     */
    public RecordedRequests path(String pattern) {
        PathPattern parsed = PathPattern.parse(pattern);
        return matching("to " + pattern, request -> parsed.match(request.path()).isPresent());
    }

    /**
     * Narrows down to a method and a path.
     *
     * @param method in any letter case
     * @param pattern as for {@link Router}
     * @return a view
     */
    public RecordedRequests to(String method, String pattern) {
        return method(method).path(pattern);
    }

    /**
     * Narrows down to requests that were answered with a status.
     *
     * @param status 100 to 599
     * @return a view
     */
    public RecordedRequests status(int status) {
        return matching("answered with " + status, request -> request.outcome().status() == status);
    }

    /**
     * Narrows down to requests that met a fault of the plan; one that still waits for its delay or its gate has met it.
     *
     * @return a view
     */
    public RecordedRequests withFault() {
        return matching("with a fault", request -> !request.outcome().fault().isEmpty());
    }

    /**
     * Narrows down to requests that have a header value.
     *
     * @param name in any letter case
     * @param value one of the header's values; that of a secret is {@value Secrets#MASK}
     * @return a view
     */
    public RecordedRequests header(String name, String value) {
        return matching(
                "with " + name + ": " + value,
                request -> request.headers().all(name).contains(value));
    }

    /**
     * Narrows down to what a condition says.
     *
     * @param description completes "requests ..." in the message of a failed assertion
     * @param condition true for the requests that are meant
     * @return a view
     */
    public RecordedRequests matching(String description, Predicate<RecordedRequest> condition) {
        List<String> more = new ArrayList<>(words);
        more.add(description);
        return new RecordedRequests(journal, wanted.and(condition), List.copyOf(more));
    }

    /**
     * Returns the requests.
     *
     * @return a copy, oldest first; only those that the journal remembers
     */
    public List<RecordedRequest> list() {
        return journal.requests(wanted);
    }

    /**
     * Counts the requests.
     *
     * @return how many of these requests the journal remembers
     */
    public long count() {
        return list().size();
    }

    /**
     * Asserts how many of these requests there were.
     *
     * @param expected how many
     * @return this view
     * @throws AssertionError if there were more or fewer
     * @throws IllegalStateException if the journal has forgotten requests, so that nobody can know
     */
    public RecordedRequests hasCount(long expected) {
        return hasCountBetween(expected, expected);
    }

    /**
     * Asserts that there were none of these requests.
     *
     * @return this view
     * @throws AssertionError if there was one
     * @throws IllegalStateException if the journal has forgotten requests, so that nobody can know
     */
    public RecordedRequests hasNone() {
        return hasCount(0);
    }

    /**
     * Asserts about how many of these requests there were.
     *
     * @param least the smallest number that is right
     * @param most the largest number that is right
     * @return this view
     * @throws AssertionError if there were more or fewer
     * @throws IllegalStateException if the journal has forgotten requests, so that nobody can know
     */
    public RecordedRequests hasCountBetween(long least, long most) {
        if (journal.forgotten() > 0) {
            throw new IllegalStateException("the journal has forgotten " + journal.forgotten()
                    + " requests, so these cannot be counted; give the fakes a larger one: new Journal(capacity, ...)");
        }
        List<RecordedRequest> matching = list();
        if (matching.size() < least || matching.size() > most) {
            String expected = least == most ? Long.toString(least) : least + " to " + most;
            throw new AssertionError(message(expected, matching));
        }
        return this;
    }

    /**
     * Waits until there are at least so many of these requests. A request is there when it has arrived; narrowed down
     * with {@link #status}, when it is answered.
     *
     * @param expected how many
     * @param limit how long to wait at most: real time, wherever the clock of the fakes is
     * @return this view
     * @throws AssertionError if they did not come in time, or the thread was interrupted
     */
    public RecordedRequests awaitCount(int expected, Duration limit) {
        try {
            if (!journal.await(expected, wanted, limit)) {
                throw new AssertionError(message(expected + " within " + limit, list()));
            }
            return this;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + this, interrupted);
        }
    }

    private String message(String expected, List<RecordedRequest> matching) {
        StringBuilder message = new StringBuilder()
                .append(this)
                .append(": expected ")
                .append(expected)
                .append(", but there were ")
                .append(matching.size());
        append(message, matching);
        List<RecordedRequest> others = journal.requests(wanted.negate());
        if (!others.isEmpty()) {
            append(message.append("\nother requests:"), others);
        } else if (matching.isEmpty()) {
            message.append("\nthere were no requests at all");
        }
        return message.toString();
    }

    private static void append(StringBuilder message, List<RecordedRequest> requests) {
        int hidden = Math.max(0, requests.size() - SHOWN);
        Stream<String> lines = requests.stream().skip(hidden).map(RecordedRequest::toString);
        if (hidden > 0) {
            message.append("\n  ").append(hidden).append(" earlier ones");
        }
        lines.forEach(line -> message.append("\n  ").append(line));
    }

    /** Says which requests are meant. */
    @Override
    public String toString() {
        return words.isEmpty() ? "requests" : "requests " + String.join(" ", words);
    }
}
