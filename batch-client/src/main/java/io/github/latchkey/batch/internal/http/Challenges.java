package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.internal.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the claims challenge of {@code WWW-Authenticate} headers (Continuous Access Evaluation). */
final class Challenges {

    private static final Pattern CLAIMS =
            Pattern.compile("[\\s,]claims\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))", Pattern.CASE_INSENSITIVE);

    private Challenges() {}

    /** Returns the first claims as JSON text; {@code null} if there is no challenge, or none that can be read. */
    static @Nullable String claims(List<String> headers) {
        for (String header : headers) {
            Matcher matcher = CLAIMS.matcher(header);
            while (matcher.find()) {
                String claims = decode(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
                if (claims != null) {
                    return claims;
                }
            }
        }
        return null;
    }

    private static @Nullable String decode(String encoded) {
        String value = encoded.replace('-', '+').replace('_', '/').replaceAll("=+$", "");
        try {
            byte[] json = Base64.getDecoder().decode(value);
            return Json.read(json, Map.class) == null ? null : new String(json, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException | MalformedJsonException e) {
            return null;
        }
    }
}
