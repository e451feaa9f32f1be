package io.github.latchkey.auth.entra;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code claims} parameter: a resource's challenge, and what the client says it can do. A client that declares
 * {@code cp1} gets tokens that live for a day and may be revoked in between.
 */
final class Claims {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String FOR_ACCESS_TOKEN = "access_token";
    private static final String CAPABILITIES = "xms_cc";

    private Claims() {}

    /**
     * Puts challenge and capabilities together.
     *
     * @param challenge JSON text; {@code null} for none
     * @param capabilities what the client can do; may be empty
     * @return JSON text, {@code null} when there is nothing to say
     */
    static @Nullable String merge(@Nullable String challenge, Set<String> capabilities) {
        if (capabilities.isEmpty()) {
            return challenge;
        }
        StringWriter text = new StringWriter();
        try (JsonParser in = JSON.createParser(challenge == null ? "{}" : challenge);
                JsonGenerator out = JSON.createGenerator(text)) {
            merge(in, out, capabilities);
        } catch (IOException e) {
            throw new PermanentAuthenticationException(
                    "The claims challenge is no JSON object",
                    ErrorDetails.builder()
                            .remedy("Give the challenge of the WWW-Authenticate header, decoded from Base64.")
                            .build(),
                    null);
        }
        return text.toString();
    }

    private static void merge(JsonParser in, JsonGenerator out, Set<String> capabilities) throws IOException {
        boolean said = false;
        require(in.nextToken() == JsonToken.START_OBJECT);
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            out.writeFieldName(name);
            JsonToken value = in.nextToken();
            if (name.equals(FOR_ACCESS_TOKEN)) {
                out.writeStartObject();
                if (value != JsonToken.VALUE_NULL) {
                    require(value == JsonToken.START_OBJECT);
                    copyMembersBut(CAPABILITIES, in, out);
                }
                write(capabilities, out);
                out.writeEndObject();
                said = true;
            } else {
                out.copyCurrentStructure(in);
            }
        }
        require(in.currentToken() == JsonToken.END_OBJECT);
        if (!said) {
            out.writeObjectFieldStart(FOR_ACCESS_TOKEN);
            write(capabilities, out);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void copyMembersBut(String skipped, JsonParser in, JsonGenerator out) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            if (in.currentName().equals(skipped)) {
                in.nextToken();
                in.skipChildren();
            } else {
                out.copyCurrentStructure(in);
            }
        }
        require(in.currentToken() == JsonToken.END_OBJECT);
    }

    private static void write(Set<String> capabilities, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart(CAPABILITIES);
        out.writeArrayFieldStart("values");
        for (String capability : capabilities) {
            out.writeString(capability);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void require(boolean wellFormed) throws IOException {
        if (!wellFormed) {
            throw new IOException("not a complete JSON object");
        }
    }
}
