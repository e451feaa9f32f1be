package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.http.Percent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a request. Segments of the service's own match without regard to letter case; a parameter is
 * one segment, so that a file's path must have its slashes encoded; certificates carry their parameters in parentheses.
 */
final class Routes {

    private static final Pattern KEYED = Pattern.compile(
            "certificates\\(thumbprintAlgorithm=([^,()]+),thumbprint=([^,()]+)\\)", Pattern.CASE_INSENSITIVE);

    private Routes() {}

    /**
     * What a request is for.
     *
     * @param operation the operation
     * @param parameters the decoded parameters of its path
     */
    record Match(Operation operation, Map<String, String> parameters) {}

    /** Finds the operation, or tells what is wrong with the request line. */
    static Match find(String method, String rawPath, String version) {
        String[] segments = rawPath.substring(1).split("/", -1);
        List<String> allowed = new ArrayList<>();
        for (Operation operation : Operations.all()) {
            if (!operation.isIn(version) || operation.segments().size() != segments.length) {
                continue;
            }
            Map<String, String> parameters = match(operation.segments(), segments);
            if (parameters != null) {
                if (operation.method().equals(method)) {
                    return new Match(operation, parameters);
                }
                allowed.add(operation.method());
            }
        }
        throw allowed.isEmpty()
                ? ErrorCode.INVALID_URI.fault().with("UriPath", rawPath)
                : ErrorCode.UNSUPPORTED_HTTP_VERB.fault().with("SupportedHttpVerbs", String.join(", ", allowed));
    }

    private static @Nullable Map<String, String> match(List<String> pattern, String[] segments) {
        if (!pattern.get(0).equalsIgnoreCase(segments[0]) && !pattern.get(0).startsWith("certificates(")) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < segments.length; i++) {
            String wanted = pattern.get(i);
            String given = segments[i];
            if (wanted.startsWith("{")) {
                if (given.isEmpty()) {
                    return null;
                }
                parameters.put(wanted.substring(1, wanted.length() - 1), Percent.decode(given));
            } else if (wanted.startsWith("certificates(")) {
                Matcher keyed = KEYED.matcher(Percent.decode(given));
                if (!keyed.matches()) {
                    return null;
                }
                parameters.put("thumbprintAlgorithm", keyed.group(1));
                parameters.put("thumbprint", keyed.group(2));
            } else if (!wanted.equalsIgnoreCase(given)) {
                return null;
            }
        }
        return parameters;
    }
}
