package io.github.latchkey.testkit.entra;

import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody else who issues tokens that federated credentials trust: a Kubernetes cluster, a build service. Its address
 * need not exist; the fake knows its key.
 */
public final class FederatedIssuer {

    private final String issuer;

    private FederatedIssuer(String issuer) {
        this.issuer = issuer;
    }

    /**
     * Makes an issuer.
     *
     * @param issuer its address, for example {@code https://token.actions.githubusercontent.com}
     * @return a new issuer
     */
    public static FederatedIssuer of(String issuer) {
        return new FederatedIssuer(issuer);
    }

    /**
     * Returns the issuer's address.
     *
     * @return the {@code iss} of its tokens
     */
    public String issuer() {
        return issuer;
    }

    /**
     * Issues a token with the usual audience.
     *
     * @param subject the {@code sub}
     * @param issuedAt when it begins to be valid
     * @param lifetime for how long it is valid
     * @return a signed token
     */
    public String assertion(String subject, Instant issuedAt, Duration lifetime) {
        return assertion(subject, EntraApp.FederatedCredential.USUAL_AUDIENCE, issuedAt, lifetime);
    }

    /**
     * Issues a token.
     *
     * @param subject the {@code sub}
     * @param audience the {@code aud}
     * @param issuedAt when it begins to be valid
     * @param lifetime for how long it is valid
     * @return a signed token
     */
    public String assertion(String subject, String audience, Instant issuedAt, Duration lifetime) {
        SigningKey key = SigningKey.foreign();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", subject);
        claims.put("aud", audience);
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put("nbf", issuedAt.getEpochSecond());
        claims.put("exp", issuedAt.plus(lifetime).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        return Jwt.sign(Map.of("typ", "JWT", "alg", "RS256", "kid", key.id()), claims, key.privateKey());
    }

    RSAPublicKey publicKey() {
        return SigningKey.foreign().publicKey();
    }

    @Override
    public String toString() {
        return "FederatedIssuer[" + issuer + "]";
    }
}
