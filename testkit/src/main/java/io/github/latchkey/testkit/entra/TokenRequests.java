package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.ServerRequest;
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
 * Counts the requests that have come to the token endpoints, as they came: with success or without, and also those that a fault
 * kept from being answered. The methods that narrow it down return a view that goes on counting:
 *
 * <pre>{@code
 * assertThat(entra.tokenRequests().client(id).grant("client_credentials").count()).isEqualTo(1);
 * }</pre>
 */
public final class TokenRequests {

    private final Map<Kind, LongAdder> counters;
    private final Predicate<Kind> wanted;

    TokenRequests() {
        this(new ConcurrentHashMap<>(), kind -> true);
    }

    private TokenRequests(Map<Kind, LongAdder> counters, Predicate<Kind> wanted) {
        this.counters = counters;
        this.wanted = wanted;
    }

    /**
     * Counts.
     *
     * @return how many requests there were of this kind
     */
    public long count() {
        return counters.entrySet().stream()
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
        return and(kind -> kind.tenant().equalsIgnoreCase(tenant));
    }

    /**
     * Narrows down to an application.
     *
     * @param clientId in any letter case
     * @return a view
     */
    public TokenRequests client(String clientId) {
        return and(kind -> kind.clientId().equalsIgnoreCase(clientId));
    }

    /**
     * Narrows down to a grant.
     *
     * @param grantType as it was sent
     * @return a view
     */
    public TokenRequests grant(String grantType) {
        return and(kind -> kind.grantType().equals(grantType));
    }

    /**
     * Narrows down to a resource (version 1) or to a scope that was asked for among others (version 2).
     *
     * @param scope as it was sent
     * @return a view
     */
    public TokenRequests scope(String scope) {
        return and(kind -> kind.scopes().contains(scope));
    }

    /**
     * Narrows down to requests with these claims.
     *
     * @param claims the JSON as it was sent; empty for requests without
     * @return a view
     */
    public TokenRequests claims(String claims) {
        return and(kind -> kind.claims().equals(claims));
    }

    /**
     * Narrows down to requests with any claims.
     *
     * @return a view
     */
    public TokenRequests withClaims() {
        return and(kind -> !kind.claims().isEmpty());
    }

    /**
     * Lists what has been counted.
     *
     * @return a line for each kind of request with its number, sorted
     */
    public Set<String> lines() {
        Set<String> lines = new TreeSet<>();
        counters.forEach((kind, number) -> {
            if (wanted.test(kind)) {
                lines.add(kind + ": " + number.sum());
            }
        });
        return lines;
    }

    /** Begins again at zero, in all views. */
    public void clear() {
        counters.clear();
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
        counters.computeIfAbsent(kind, none -> new LongAdder()).increment();
    }

    private TokenRequests and(Predicate<Kind> more) {
        return new TokenRequests(counters, wanted.and(more));
    }

    @Override
    public String toString() {
        return lines().toString();
    }

    private record Kind(String tenant, String clientId, String grantType, Set<String> scopes, String claims) {
        @Override
        public String toString() {
            return tenant + " " + clientId + " " + grantType + " " + new ArrayList<>(scopes)
                    + (claims.isEmpty() ? "" : " " + claims);
        }
    }
}
