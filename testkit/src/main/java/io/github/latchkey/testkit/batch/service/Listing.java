package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.odata.Filter;
import io.github.latchkey.testkit.batch.odata.OdataException;
import io.github.latchkey.testkit.http.Percent;
import io.github.latchkey.testkit.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pages of lists. A list is a map ordered by key; a page begins after the key that the link before it ended with, so
 * that paging costs the same however long the list is and survives changes between pages.
 */
final class Listing {

    private static final String PREFIX = "WATV2!";

    /** Legal in a link of the service, refused by strict parsers. */
    private static final String AWKWARD = "|{}";

    private Listing() {}

    /** A list whose rows are filtered by what they show. */
    static <T> ServerResponse page(
            Call call, String metadata, NavigableMap<String, T> rows, BiFunction<T, View, ObjectNode> write) {
        View whole = new View(call.base(), call.version, null, false);
        return page(call, metadata, rows, write, row -> shown(write.apply(row, whole)));
    }

    /** A list whose rows can be filtered without showing them. */
    static <T> ServerResponse page(
            Call call,
            String metadata,
            NavigableMap<String, T> rows,
            BiFunction<T, View, ObjectNode> write,
            Function<T, Filter.Row> row) {
        View view = call.view();
        int most = maxResults(call);
        Optional<String> after = token(call);
        Filter filter = filter(call);
        ObjectNode body = Trees.object();
        ArrayNode values = body.putArray("value");
        if (after.isEmpty() && call.account.quirks().emptyFirstPages()) {
            body.put("odata.nextLink", link(call, ""));
            return Reply.json(call, metadata, body);
        }
        NavigableMap<String, T> rest =
                after.map(key -> rows.tailMap(key, false)).orElse(rows);
        int mostSeen = call.account.quirks().shortPages() ? Math.max(1, most / 2) : Integer.MAX_VALUE;
        int seen = 0;
        String last = null;
        boolean more = false;
        for (Map.Entry<String, T> entry : rest.entrySet()) {
            boolean accepted = seen < mostSeen && (filter == null || filter.accepts(row.apply(entry.getValue())));
            if (seen == mostSeen || (accepted && values.size() == most)) {
                more = true;
                break;
            }
            if (accepted) {
                values.add(write.apply(entry.getValue(), view));
            }
            seen++;
            last = entry.getKey();
        }
        if (more && last != null) {
            body.put("odata.nextLink", link(call, last));
        }
        return Reply.json(call, metadata, body);
    }

    private static int maxResults(Call call) {
        Optional<String> text = call.query("maxresults");
        int most = call.operation.maxResults(call.version);
        if (text.isEmpty()) {
            return most;
        }
        int value;
        try {
            value = Integer.parseInt(text.get());
        } catch (NumberFormatException noNumber) {
            throw BatchFault.query(
                    ErrorCode.INVALID_QUERY_PARAMETER_VALUE, "maxresults", text.get(), "The value must be a number");
        }
        if (value < 1) {
            throw BatchFault.query(
                    ErrorCode.INVALID_QUERY_PARAMETER_VALUE, "maxresults", text.get(), "The value must be at least 1");
        }
        if (value > most) {
            throw BatchFault.query(
                            ErrorCode.OUT_OF_RANGE_QUERY_PARAMETER_VALUE,
                            "maxresults",
                            text.get(),
                            "The value must be at most " + most)
                    .with("MinimumAllowed", "1")
                    .with("MaximumAllowed", String.valueOf(most));
        }
        return value;
    }

    private static @Nullable Filter filter(Call call) {
        Optional<String> text = call.query("$filter");
        if (text.isEmpty() || text.get().isBlank()) {
            return null;
        }
        try {
            return Filter.parse(text.get(), call.operation.filter());
        } catch (OdataException wrong) {
            throw BatchFault.query(
                    ErrorCode.INVALID_QUERY_PARAMETER_VALUE, "$filter", text.get(), String.valueOf(wrong.getMessage()));
        }
    }

    private static Optional<String> token(Call call) {
        return call.query("$skiptoken").map(token -> {
            int start = token.indexOf(PREFIX);
            String[] parts = start < 0
                    ? new String[0]
                    : token.substring(start + PREFIX.length()).split("!", -1);
            try {
                if (parts.length > 1 && parts[1].equals(origin(call))) {
                    return new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
                }
            } catch (IllegalArgumentException foreign) {
                // Refused like a token of another list.
            }
            throw BatchFault.query(
                    ErrorCode.INVALID_QUERY_PARAMETER_VALUE,
                    "$skiptoken",
                    token,
                    "The value must be that of a link that this service made for this very list");
        });
    }

    /** Marks the list that a link goes on with. */
    private static String origin(Call call) {
        return Integer.toHexString(Ids.key(call.request.path()).hashCode());
    }

    /** The link to the next page: absolute, with the options of this request. */
    private static String link(Call call, String last) {
        StringBuilder link =
                new StringBuilder(call.base()).append(call.request.path()).append('?');
        call.request.query().entries().stream()
                .filter(option -> !option.getKey().equalsIgnoreCase("$skiptoken"))
                .forEach(option -> link.append(option.getKey())
                        .append('=')
                        .append(Percent.encode(option.getValue()))
                        .append('&'));
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
        link.append("$skiptoken=")
                .append(PREFIX)
                .append(key)
                .append('!')
                .append(origin(call))
                .append('!');
        return call.account.quirks().awkwardLinks() ? link.append(AWKWARD).toString() : link.toString();
    }

    /** Reads members of a row from what it shows. */
    private static Filter.Row shown(ObjectNode node) {
        return path -> {
            JsonNode member = node;
            for (String part : path.split("/", -1)) {
                member = member.path(part);
            }
            if (member.isMissingNode() || member.isNull()) {
                return null;
            }
            return member.isNumber()
                    ? member.numberValue()
                    : member.isBoolean() ? member.booleanValue() : member.asText();
        };
    }
}
