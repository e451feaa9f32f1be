package io.github.latchkey.auth.msal;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonWriter;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What MSAL4J does not tell Entra ID by itself: a resource's challenge and what this program can do, in one parameter.
 */
final class RequestedClaims {

    private static final String FOR_ACCESS_TOKEN = "access_token";

    private RequestedClaims() {}

    /**
     * Puts challenge and capabilities together, with MSAL4J's own JSON library.
     *
     * @param challenge JSON text; {@code null} for none
     * @param capabilities what the program can do; may be empty
     * @return JSON text, {@code null} when there is nothing to say
     */
    static @Nullable String merge(@Nullable String challenge, Set<String> capabilities) {
        if (capabilities.isEmpty()) {
            return challenge;
        }
        StringWriter text = new StringWriter();
        try (JsonReader in = JsonProviders.createReader(challenge == null ? "{}" : challenge);
                JsonWriter out = JsonProviders.createWriter(text)) {
            Map<String, @Nullable Object> claims = new LinkedHashMap<>(members(in.readMap(JsonReader::readUntyped)));
            Map<String, @Nullable Object> wanted = new LinkedHashMap<>(members(claims.get(FOR_ACCESS_TOKEN)));
            wanted.put("xms_cc", Map.of("values", List.copyOf(capabilities)));
            claims.put(FOR_ACCESS_TOKEN, wanted);
            out.writeUntyped(claims).flush();
        } catch (IOException | RuntimeException e) {
            throw new PermanentAuthenticationException(
                    "The claims challenge is no JSON object",
                    ErrorDetails.builder()
                            .remedy("Give the challenge of the WWW-Authenticate header, decoded from Base64.")
                            .build(),
                    null);
        }
        return text.toString();
    }

    @SuppressWarnings("unchecked") // a JSON object is read as such a map; anything else fails here and is told above
    private static Map<String, @Nullable Object> members(@Nullable Object object) {
        return object == null ? Map.of() : (Map<String, @Nullable Object>) object;
    }
}
