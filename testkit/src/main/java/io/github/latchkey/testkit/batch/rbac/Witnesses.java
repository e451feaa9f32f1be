package io.github.latchkey.testkit.batch.rbac;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The requests that needed a permission: how many there were, and some of them.
 *
 * @param count how many there were
 * @param requests method and path of the first few different ones
 * @param others whether there were more different ones
 */
record Witnesses(long count, List<String> requests, boolean others) {

    private static final int KEPT = 5;

    static Witnesses of(String request) {
        return new Witnesses(1, List.of(request), false);
    }

    Witnesses and(Witnesses more) {
        Set<String> both = new LinkedHashSet<>(requests);
        both.addAll(more.requests);
        return new Witnesses(
                count + more.count, both.stream().limit(KEPT).toList(), others || more.others || both.size() > KEPT);
    }

    /** Continues a line that names the permission, and adds a line for each request that is kept. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(", needed by ").append(count == 1 ? "1 request" : count + " requests");
        requests.forEach(request -> text.append("\n    ").append(request));
        return text.append(others ? "\n    and others" : "").toString();
    }
}
