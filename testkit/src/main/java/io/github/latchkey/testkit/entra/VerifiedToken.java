package io.github.latchkey.testkit.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a token says that is to be believed.
 *
 * @param tenantId the tenant that issued it
 * @param objectId the principal that it stands for: a user, or the service principal of an application
 * @param clientId the application that asked for it
 * @param audience the resource that it is for
 * @param user whether it stands for a user
 * @param scopes what the user has allowed the application; empty for an application's own token
 * @param roles the application roles; empty when there are none
 * @param expires when it ends
 * @param claims all claims
 */
public record VerifiedToken(
        String tenantId,
        String objectId,
        String clientId,
        String audience,
        boolean user,
        Set<String> scopes,
        Set<String> roles,
        Instant expires,
        JsonNode claims) {

    static VerifiedToken of(Jwt jwt) {
        String scopes = jwt.claim("scp");
        Set<String> roles = new TreeSet<>();
        jwt.claims().path("roles").forEach(role -> roles.add(role.asText()));
        return new VerifiedToken(
                jwt.claim("tid"),
                jwt.claim("oid"),
                jwt.claim("appid") + jwt.claim("azp"),
                jwt.claim("aud"),
                !scopes.isEmpty(),
                Set.copyOf(Scopes.words(scopes)),
                Set.copyOf(roles),
                Instant.ofEpochSecond(jwt.claims().path("exp").asLong()),
                jwt.claims());
    }
}
