package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a grant gives: an access token, and for a user perhaps a refresh token, an id token and who it was. */
record TokenAnswer(Token token, String scope, String refreshToken, String idToken, String clientInfo) {

    static TokenAnswer of(Token token) {
        return new TokenAnswer(token, "", "", "", "");
    }

    /** Writes the answer as the endpoint of a version does. */
    ServerResponse toResponse(int version, EntraOptions options) {
        boolean strings = switch (options.numberStyle()) {
            case AS_ENTRA -> version == 1;
            case NUMBERS -> false;
            case STRINGS -> true;
        };
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token_type", "Bearer");
        putUnlessEmpty(body, "scope", scope);
        // The service announces a second less than the token lives.
        long announced = Math.max(0, token.life().seconds() - 1);
        putNumber(body, "expires_in", announced, strings);
        putNumber(body, "ext_expires_in", announced, strings);
        if (version == 1) {
            putNumber(body, "expires_on", token.life().expiresAt(), strings);
            putNumber(body, "not_before", token.life().issuedAt() - 300, strings);
            body.put("resource", token.access().audience());
        }
        options.refreshIn(token.life().seconds()).ifPresent(seconds -> putNumber(body, "refresh_in", seconds, strings));
        body.put("access_token", token.value());
        putUnlessEmpty(body, "refresh_token", refreshToken);
        putUnlessEmpty(body, "id_token", idToken);
        putUnlessEmpty(body, "client_info", clientInfo);
        return ServerResponse.json(200, body);
    }

    private static void putNumber(Map<String, Object> body, String name, long value, boolean asString) {
        if (asString) {
            body.put(name, Long.toString(value));
        } else {
            body.put(name, value);
        }
    }

    private static void putUnlessEmpty(Map<String, Object> body, String name, String value) {
        if (!value.isEmpty()) {
            body.put(name, value);
        }
    }

    @Override
    public String toString() {
        return "TokenAnswer[" + token + "]";
    }
}
