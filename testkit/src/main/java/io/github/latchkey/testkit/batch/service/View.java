package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a client wants to see resources.
 *
 * @param base scheme, host and port that the client used
 * @param version the api-version
 * @param select the members to show, {@code null} for all
 * @param stats whether statistics are expanded
 */
record View(String base, String version, @Nullable Set<String> select, boolean stats) {

    static final String V2023_05 = "2023-05-01.17.0";
    static final String V2024_07 = "2024-07-01.20.0";
    static final String V2025_06 = "2025-06-01";

    boolean since(String first) {
        return version.compareTo(first) >= 0;
    }

    /** Whether anything but these members is going to be shown. */
    boolean showsMoreThan(Set<String> members) {
        return select == null || !members.containsAll(select);
    }

    /** Cuts a resource down to what was selected. */
    ObjectNode cut(ObjectNode node) {
        if (select != null) {
            node.retain(select);
        }
        return node;
    }
}
