package io.github.latchkey.testkit.batch.rbac;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Shortens lists of operations to patterns. */
final class Wildcards {

    private Wildcards() {}

    /** Puts {@code jobs/*} in the place of several operations of jobs; a single one stays as it is. */
    static List<String> of(List<String> operations) {
        Map<String, TreeSet<String>> byResource = new TreeMap<>();
        for (String operation : operations) {
            byResource
                    .computeIfAbsent(
                            operation.substring(0, operation.lastIndexOf('/') + 1), resource -> new TreeSet<>())
                    .add(operation);
        }
        return byResource.entrySet().stream()
                .map(entry -> entry.getValue().size() == 1 ? entry.getValue().first() : entry.getKey() + "*")
                .toList();
    }
}
