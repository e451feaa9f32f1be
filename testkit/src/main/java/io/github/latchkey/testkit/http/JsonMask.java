package io.github.latchkey.testkit.http;

import java.util.Locale;
import java.util.Set;

/**
 * Masks the values of secret members in JSON, and leaves all else as it was written. Knows strings, names and nesting
 * and no more of the grammar, so that it understands what has been cut off at its end, and what is not quite JSON.
 */
final class JsonMask {

    /** Not inside the value of a secret member. */
    private static final int OUTSIDE = -1;

    /** Secret members whose value is a list of names and values. */
    private static final Set<String> NAMED = Set.of("environmentsettings", "commonenvironmentsettings");

    private final String json;
    private final StringBuilder masked = new StringBuilder();
    private int depth;

    /** How deep the secret member stands whose value is being read. */
    private int inside = OUTSIDE;

    /** Whether the value being read consists of named values, whose names are shown. */
    private boolean named;

    private String member = "";

    private JsonMask(String json) {
        this.json = json;
    }

    static String mask(String json) {
        return new JsonMask(json).mask();
    }

    private String mask() {
        int at = 0;
        while (at < json.length()) {
            char next = json.charAt(at);
            if (next == '"') {
                at = string(at);
            } else if (inside != OUTSIDE && (next == '-' || Character.isLetterOrDigit(next))) {
                at = literal(at);
            } else {
                nest(next);
                masked.append(next);
                at++;
            }
        }
        return masked.toString();
    }

    private void nest(char bracket) {
        if (bracket == '{' || bracket == '[') {
            depth++;
        } else if (bracket == '}' || bracket == ']') {
            depth--;
            inside = depth < inside ? OUTSIDE : inside;
        }
    }

    /** Reads a string or a name with its colon; returns where it ends. */
    private int string(int start) {
        int quote = start + 1;
        while (quote < json.length() && json.charAt(quote) != '"') {
            quote += json.charAt(quote) == '\\' ? 2 : 1;
        }
        int end = Math.min(quote + 1, json.length());
        int after = end;
        while (after < json.length() && Character.isWhitespace(json.charAt(after))) {
            after++;
        }
        if (after < json.length() && json.charAt(after) == ':') {
            name(plain(json.substring(start, end)));
            masked.append(json, start, after + 1);
            return after + 1;
        }
        if (inside == OUTSIDE || (named && member.equals("name"))) {
            masked.append(json, start, end);
        } else {
            masked.append('"').append(Secrets.MASK).append(quote < json.length() ? "\"" : "");
        }
        return end;
    }

    private void name(String name) {
        member = name;
        inside = depth <= inside ? OUTSIDE : inside;
        if (inside == OUTSIDE && Secrets.isSecret(name)) {
            inside = depth;
            named = NAMED.contains(name.toLowerCase(Locale.ROOT));
        }
    }

    /** Undoes the escapes of a name in quotes. */
    private static String plain(String quoted) {
        if (quoted.indexOf('\\') >= 0) {
            try {
                return Json.read(quoted).asText();
            } catch (IllegalArgumentException notJson) {
                // Then it is no name that anybody would understand.
            }
        }
        return quoted.substring(1, quoted.length() - 1);
    }

    private int literal(int start) {
        int end = start;
        while (end < json.length()
                && ",]}\"".indexOf(json.charAt(end)) < 0
                && !Character.isWhitespace(json.charAt(end))) {
            end++;
        }
        String literal = json.substring(start, end);
        masked.append(literal.equals("null") ? literal : '"' + Secrets.MASK + '"');
        return end;
    }
}
