package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Bell;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.http.ServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Counts the requests that have come to the token endpoints, as they came: with success or without, and also those that
 * a fault kept from being answered. Of one that was reset before its body was read, only the tenant is known, and the
 * client where a header names it. The methods that narrow it down return a view that goes on counting:
 *
 * <pre>{@code
 * entra.tokenRequests().client(id).grant("client_credentials").hasCount(1);
 * entra.tokenRequests().withClaims().awaitCount(1, Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>What {@code has...} and {@code await...} say is asserted; an {@link AssertionError} shows what was counted and the
 * requests themselves.
 */
public final class TokenRequests {

    private final Book book;
    private final Predicate<Kind> wanted;
    private final String words;

    /** Counts requests that the journal shows as well. */
    TokenRequests(Journal journal) {
        this(new Book(journal), kind -> true, "token requests");
    }

    private TokenRequests(Book book, Predicate<Kind> wanted, String words) {
        this.book = book;
        this.wanted = wanted;
        this.words = words;
    }

    /**
     * Counts.
     *
     * @return how many requests there were of this kind
     */
    public long count() {
        return book.counters.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /**
     * Narrows down to a tenant.
     *
     * @param tenant as the requests' addresses name it, in any letter case
     * @return a view
     */
    public TokenRequests tenant(String tenant) {
        return and("to tenant " + tenant, kind -> kind.tenant().equalsIgnoreCase(tenant));
    }

    /**
     * Narrows down to an application.
     *
     * @param clientId in any letter case
     * @return a view
     */
    public TokenRequests client(String clientId) {
        return and("of client " + clientId, kind -> kind.clientId().equalsIgnoreCase(clientId));
    }

    /**
     * Narrows down to a grant.
     *
     * @param grantType as it was sent
     * @return a view
     */
    public TokenRequests grant(String grantType) {
        return and("with grant " + grantType, kind -> kind.grantType().equals(grantType));
    }

    /**
     * Narrows down to a resource (version 1) or to a scope that was asked for among others (version 2).
     *
     * @param scope as it was sent
     * @return a view
     */
    public TokenRequests scope(String scope) {
        return and("for scope " + scope, kind -> kind.scopes().contains(scope));
    }

    /**
     * Narrows down to requests with these claims.
     *
     * @param claims the JSON as it was sent; empty for requests without
     * @return a view
     */
    public TokenRequests claims(String claims) {
        return and(
                claims.isEmpty() ? "without claims" : "with claims " + claims,
                kind -> kind.claims().equals(claims));
    }

    /**
     * Narrows down to requests with any claims.
     *
     * @return a view
     */
    public TokenRequests withClaims() {
        return and("with claims", kind -> !kind.claims().isEmpty());
    }

    /**
     * Asserts how many of these requests there were.
     *
     * @param expected how many
     * @return this view
     * @throws AssertionError if there were more or fewer
     */
    public TokenRequests hasCount(long expected) {
        return hasCountBetween(expected, expected);
    }

    /**
     * Asserts that there were none of these requests.
     *
     * @return this view
     * @throws AssertionError if there was one
     */
    public TokenRequests hasNone() {
        return hasCount(0);
    }

    /**
     * Asserts about how many of these requests there were.
     *
     * @param least the smallest number that is right
     * @param most the largest number that is right
     * @return this view
     * @throws AssertionError if there were more or fewer
     */
    public TokenRequests hasCountBetween(long least, long most) {
        long count = count();
        if (count < least || count > most) {
            throw new AssertionError(message(least == most ? Long.toString(least) : least + " to " + most));
        }
        return this;
    }

    /**
     * Waits until there are at least so many of these requests.
     *
     * @param expected how many
     * @param limit how long to wait at most: real time, wherever the clock of the fake is
     * @return this view
     * @throws AssertionError if they did not come in time, or the thread was interrupted
     */
    public TokenRequests awaitCount(long expected, Duration limit) {
        try {
            if (!book.bell.await(() -> count() >= expected, limit)) {
                throw new AssertionError(message(expected + " within " + limit));
            }
            return this;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + words, interrupted);
        }
    }

    /**
     * Lists what has been counted.
     *
     * @return a line for each kind of request with its number, sorted
     */
    public Set<String> lines() {
        Set<String> lines = new TreeSet<>();
        book.counters.forEach((kind, number) -> {
            if (wanted.test(kind)) {
                lines.add(kind + ": " + number.sum());
            }
        });
        return lines;
    }

    /** Begins again at zero, in all views. */
    public void clear() {
        book.counters.clear();
    }

    void add(ServerRequest request, String tenant, String clientId) {
        Fields form = request.form();
        Set<String> scopes = new TreeSet<>(List.of(form.text("scope").strip().split("\\s+")));
        scopes.addAll(form.all("resource"));
        scopes.remove("");
        Kind kind = new Kind(
                tenant.toLowerCase(Locale.ROOT),
                clientId.toLowerCase(Locale.ROOT),
                form.text("grant_type"),
                scopes,
                form.text("claims"));
        book.counters.computeIfAbsent(kind, none -> new LongAdder()).increment();
        book.bell.ring();
    }

    private TokenRequests and(String description, Predicate<Kind> more) {
        return new TokenRequests(book, wanted.and(more), words + " " + description);
    }

    private String message(String expected) {
        StringBuilder message = new StringBuilder()
                .append(words)
                .append(": expected ")
                .append(expected)
                .append(", but there were ")
                .append(count());
        Set<String> all = new TokenRequests(book, kind -> true, words).lines();
        if (all.isEmpty()) {
            return message.append("; there were no token requests at all").toString();
        }
        message.append("; all token requests:");
        all.forEach(line -> message.append("\n  ").append(line));
        message.append("\nand the journal:");
        book.journal.requests().forEach(request -> message.append("\n  ").append(request));
        return message.toString();
    }

    @Override
    public String toString() {
        return lines().toString();
    }

    /** What all views share. */
    private static final class Book {

        final Map<Kind, LongAdder> counters = new ConcurrentHashMap<>();
        final Bell bell = new Bell();
        final Journal journal;

        Book(Journal journal) {
            this.journal = journal;
        }
    }

    private record Kind(String tenant, String clientId, String grantType, Set<String> scopes, String claims) {
        @Override
        public String toString() {
            return tenant + " " + clientId + " " + grantType + " " + new ArrayList<>(scopes)
                    + (claims.isEmpty() ? "" : " " + claims);
        }
    }
}
