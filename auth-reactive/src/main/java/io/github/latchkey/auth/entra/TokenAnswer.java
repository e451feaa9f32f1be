package io.github.latchkey.auth.entra;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The members of a token endpoint's JSON answer that mean something to us, success (RFC 6749, section 5.1) and error
 * (section 5.2) alike. Numbers may come as strings, since v1 endpoints and managed identities send them so; unknown
 * members are skipped.
 */
final class TokenAnswer {

    private static final JsonFactory JSON = new JsonFactory();

    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a XXX", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("M/d/yyyy H:mm:ss XXX", Locale.ENGLISH),
            DateTimeFormatter.ISO_OFFSET_DATE_TIME);

    @Nullable
    String accessToken;

    @Nullable
    String refreshToken;

    @Nullable
    String tokenType;

    /** Seconds, -1 when absent. */
    long expiresIn = -1;

    /** Seconds since the epoch, -1 when absent. */
    long expiresOn = -1;

    /** Seconds, -1 when absent. */
    long refreshIn = -1;

    @Nullable
    String scope;

    @Nullable
    String error;

    @Nullable
    String suberror;

    @Nullable
    String errorDescription;

    List<Integer> errorCodes = List.of();

    @Nullable
    String correlationId;

    @Nullable
    String traceId;

    @Nullable
    String claims;

    private TokenAnswer() {}

    /**
     * Reads an answer.
     *
     * @param body JSON text in UTF-8
     * @return the answer
     * @throws IOException if the body is not one complete JSON object, or a member has another type than it must have;
     *     the message holds nothing of the body
     */
    static TokenAnswer read(byte[] body) throws IOException {
        TokenAnswer answer = new TokenAnswer();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the body is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                answer.readMember(name, parser);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the JSON object is not complete");
            }
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON object");
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // Its message quotes the body, which may hold a token.
            throw new IOException("the body is not complete, valid JSON (line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ")");
        }
        return answer;
    }

    private void readMember(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "access_token" -> accessToken = text(name, parser);
            case "refresh_token" -> refreshToken = text(name, parser);
            case "token_type" -> tokenType = text(name, parser);
            case "expires_in" -> expiresIn = seconds(name, parser);
            case "expires_on" -> expiresOn = instant(name, parser);
            case "refresh_in" -> refreshIn = seconds(name, parser);
            case "scope" -> scope = text(name, parser);
            case "error" -> error = text(name, parser);
            case "suberror" -> suberror = text(name, parser);
            case "error_description", "message" -> errorDescription = text(name, parser);
            case "error_codes" -> errorCodes = numbers(parser);
            case "correlation_id", "correlationId" -> correlationId = text(name, parser);
            case "trace_id" -> traceId = text(name, parser);
            case "claims" -> claims = text(name, parser);
            default -> parser.skipChildren();
        }
    }

    private static @Nullable String text(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IOException("member " + name + " is not a string");
        }
        return parser.getText();
    }

    private static long seconds(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return -1;
        }
        if (parser.currentToken().isNumeric()) {
            return parser.getValueAsLong();
        }
        try {
            return Long.parseLong(parser.getText().strip());
        } catch (NumberFormatException e) {
            throw new IOException("member " + name + " is not a number of seconds", e);
        }
    }

    /** Reads seconds since the epoch; the oldest managed identity endpoints write a date instead. */
    private static long instant(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            for (DateTimeFormatter form : DATES) {
                try {
                    return ZonedDateTime.parse(parser.getText().strip(), form).toEpochSecond();
                } catch (DateTimeException notThisOne) {
                    // The next one, and in the end a number.
                }
            }
        }
        return seconds(name, parser);
    }

    private static List<Integer> numbers(JsonParser parser) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return numbers;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw new IOException("the JSON object is not complete");
            }
            numbers.add(parser.getValueAsInt());
            parser.skipChildren();
        }
        return numbers;
    }
}
