package io.github.latchkey.testkit.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shape of a path, for example <code>/{tenant}/oauth2/v2.0/token</code>. Literal segments match without regard to
 * letter case; <code>{name}</code> captures one segment, and <code>{name...}</code> at the end captures all the rest,
 * slashes included. A slash at the end of a path does not matter.
 */
final class PathPattern {

    private final String text;
    private final List<String> segments;
    private final boolean open;

    private PathPattern(String text, List<String> segments, boolean open) {
        this.text = text;
        this.segments = segments;
        this.open = open;
    }

    static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path pattern begins with a slash: '" + text + "'");
        }
        List<String> segments = split(text);
        for (int i = 0; i < segments.size(); i++) {
            boolean rest = isCapture(segments.get(i)) && segments.get(i).endsWith("...}");
            if (rest && i < segments.size() - 1) {
                throw new IllegalArgumentException("a rest capture must stand at the end: '" + text + "'");
            }
        }
        boolean open = !segments.isEmpty() && segments.get(segments.size() - 1).endsWith("...}");
        return new PathPattern(text, segments, open);
    }

    /** Returns what the captures hold, or empty when the path has another shape. */
    Optional<Map<String, String>> match(String rawPath) {
        List<String> parts = split(rawPath);
        if (open ? parts.size() < segments.size() : parts.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> captured = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (open && i == segments.size() - 1) {
                String rest = String.join("/", parts.subList(i, parts.size()));
                captured.put(segment.substring(1, segment.length() - "...}".length()), Percent.decode(rest));
            } else if (isCapture(segment)) {
                captured.put(segment.substring(1, segment.length() - 1), Percent.decode(parts.get(i)));
            } else if (!segment.equalsIgnoreCase(Percent.decode(parts.get(i)))) {
                return Optional.empty();
            }
        }
        return Optional.of(captured);
    }

    /** Orders patterns that match the same path: at the first difference a literal beats a capture beats a rest. */
    int compareSpecificity(PathPattern other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            int difference = Integer.compare(rank(i), other.rank(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(segments.size(), other.segments.size());
    }

    private int rank(int position) {
        if (!isCapture(segments.get(position))) {
            return 0;
        }
        return open && position == segments.size() - 1 ? 2 : 1;
    }

    private static boolean isCapture(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        int start = 1;
        for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
            parts.add(path.substring(start, slash));
            start = slash + 1;
        }
        if (start < path.length()) {
            parts.add(path.substring(start));
        }
        return parts;
    }

    @Override
    public String toString() {
        return text;
    }
}
