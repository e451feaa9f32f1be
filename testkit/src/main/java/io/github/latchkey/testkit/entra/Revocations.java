package io.github.latchkey.testkit.entra;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers up to which token a principal's tokens have been revoked. */
final class Revocations {

    private final Ids ids;
    private final Map<String, Long> revoked = new ConcurrentHashMap<>();

    Revocations(Ids ids) {
        this.ids = ids;
    }

    void revoke(String objectId) {
        revoked.put(objectId, ids.issued());
    }

    boolean isRevoked(VerifiedToken token) {
        Long upTo = revoked.get(token.objectId());
        boolean revocable = token.claims().has("xms_cc");
        return upTo != null && revocable && Ids.order(token.claims().path("uti").asText()) <= upTo;
    }
}
