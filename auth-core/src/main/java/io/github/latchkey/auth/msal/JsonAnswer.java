package io.github.latchkey.auth.msal;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import io.github.latchkey.auth.ErrorDetails;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a JSON answer of Entra ID, read with MSAL4J's own JSON library. */
final class JsonAnswer {

    private final Map<String, @Nullable Object> members;

    private JsonAnswer(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /** Reads an answer; empty when it is not one JSON object. */
    static Optional<JsonAnswer> read(@Nullable String body) {
        if (body == null || !body.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try (JsonReader json = JsonProviders.createReader(body)) {
            Map<String, @Nullable Object> members = json.readMap(JsonReader::readUntyped);
            JsonToken after = json.nextToken();
            return members != null && (after == null || after == JsonToken.END_DOCUMENT)
                    ? Optional.of(new JsonAnswer(members))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // plain text, HTML or half of it
        }
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** Returns a member that is a string. */
    Optional<String> text(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns a member that is a whole number, or a string with one. */
    Optional<Long> number(String name) {
        Object value = members.get(name);
        try {
            return value instanceof Number || value instanceof String
                    ? Optional.of(Long.valueOf(value.toString().strip()))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Adds what an error answer says (RFC 6749, section 5.2, and Entra ID's own members). */
    void addTo(ErrorDetails.Builder details) {
        details.error(text("error").orElse(null))
                .suberror(text("suberror").orElse(null))
                .errorCodes(codes())
                .traceId(text("trace_id").orElse(null))
                .claims(text("claims").orElse(null));
        text("correlation_id").filter(id -> !id.isBlank()).ifPresent(details::correlationId);
    }

    private List<Integer> codes() {
        List<Integer> codes = new ArrayList<>();
        if (members.get("error_codes") instanceof List<?> all) {
            for (Object code : all) {
                if (code instanceof Number number) {
                    codes.add(number.intValue());
                }
            }
        }
        return codes;
    }
}
