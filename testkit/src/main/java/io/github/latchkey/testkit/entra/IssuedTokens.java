package io.github.latchkey.testkit.entra;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** Remembers what the latest tokens say: their claims, never their signature. Bounded; safe for use by many threads. */
final class IssuedTokens {

    private static final int CAPACITY = 1000;

    private final ArrayDeque<Map<String, Object>> claims = new ArrayDeque<>();

    synchronized void add(Map<String, Object> tokenClaims) {
        claims.add(tokenClaims);
        if (claims.size() > CAPACITY) {
            claims.remove();
        }
    }

    synchronized void clear() {
        claims.clear();
    }

    List<JsonNode> list() {
        List<Map<String, Object>> copy;
        synchronized (this) {
            copy = List.copyOf(claims);
        }
        return copy.stream().map(one -> Json.read(Json.write(one))).toList();
    }
}
