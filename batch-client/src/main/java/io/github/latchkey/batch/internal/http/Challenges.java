package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.internal.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the claims challenge of a {@code WWW-Authenticate} header (Continuous Access Evaluation). */
final class Challenges {

    private static final Pattern CLAIMS =
            Pattern.compile("[\\s,]claims\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))", Pattern.CASE_INSENSITIVE);

    private Challenges() {}

    /** Returns the claims as JSON text; {@code null} if there is no challenge, or one that cannot be read. */
    static @Nullable String claims(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = CLAIMS.matcher(header);
        if (!matcher.find()) {
            return null;
        }
        String value = (matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
                .replace('-', '+')
                .replace('_', '/')
                .replaceAll("=+$", "");
        try {
            byte[] json = Base64.getDecoder().decode(value);
            return Json.read(json, Map.class) == null ? null : new String(json, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException | MalformedJsonException e) {
            return null;
        }
    }
}
