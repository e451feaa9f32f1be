package io.github.latchkey.testkit.entra;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.TokenRejectedException.Reason;
import io.github.latchkey.testkit.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Checks access tokens as a resource does: form, signature by a key that the issuer publishes, issuer, times, audience.
 *
 * <p>The signature of a token is verified once, as long as its key is published; everything else is checked each time.
 * Safe for use by many threads. A verifier that looks metadata up by HTTP blocks the calling thread while it does so.
 */
public final class TokenVerifier {

    /** How far clocks may differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final VerifiedSignatures signatures = new VerifiedSignatures();
    private final Issuer issuer;
    private final Clock clock;

    private TokenVerifier(Issuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    static TokenVerifier of(Issuer issuer, Clock clock) {
        return new TokenVerifier(issuer, clock);
    }

    /**
     * Makes a verifier that finds issuer and keys in the metadata of a tenant, version 1 and 2. It looks the keys up
     * when it first needs them, and again when a token names a key that it does not know.
     *
     * @param authority the tenant's address, for example {@code https://localhost:8443/contoso.example}
     * @param trust how to trust the server
     * @param clock what time it is
     * @return a verifier that has looked up nothing yet
     */
    public static TokenVerifier discovering(URI authority, SSLContext trust, Clock clock) {
        return new TokenVerifier(new DiscoveredIssuer(authority, trust), clock);
    }

    /**
     * Checks a token.
     *
     * @param token without the word {@code Bearer}
     * @param audiences the identifiers of the resource that got it, compared exactly
     * @return what it says
     * @throws TokenRejectedException if it is not to be believed; the first fault found is its reason
     */
    public VerifiedToken verify(String token, Set<String> audiences) {
        VerifiedToken verified = signed(token);
        String from = verified.claims().path("iss").asText("");
        if (!issuer.isIssuer(from, verified.tenantId())) {
            throw new TokenRejectedException(
                    Reason.ISSUER, "The access token is from the wrong issuer '" + from + "'.");
        }
        Instant now = clock.instant();
        if (!now.isBefore(verified.expires())) {
            throw new TokenRejectedException(
                    Reason.EXPIRED, "The access token expired at " + verified.expires() + "; it is " + now + ".");
        }
        Instant begins = Instant.ofEpochSecond(verified.claims().path("nbf").asLong());
        if (now.isBefore(begins.minus(TOLERANCE))) {
            throw new TokenRejectedException(
                    Reason.NOT_YET_VALID, "The access token is not valid before " + begins + "; it is " + now + ".");
        }
        if (!audiences.contains(verified.audience())) {
            throw new TokenRejectedException(
                    Reason.AUDIENCE,
                    "The access token has been obtained for wrong audience or resource '" + verified.audience()
                            + "'. It should exactly match (including forward slash) with one of the allowed audiences "
                            + audiences.stream()
                                    .sorted()
                                    .map(one -> "'" + one + "'")
                                    .toList() + ".");
        }
        if (issuer.isRevoked(verified)) {
            throw new TokenRejectedException(Reason.REVOKED, "The access token was revoked.");
        }
        return verified;
    }

    /** Takes a token apart whose signature is right; the same token is verified once. */
    private VerifiedToken signed(String token) {
        ByteBuffer digest = VerifiedSignatures.digest(token);
        VerifiedSignatures.Signed known = signatures.find(digest, issuer);
        if (known != null) {
            return known.token();
        }
        Jwt jwt = Jwt.parse(token)
                .orElseThrow(() -> new TokenRejectedException(Reason.MALFORMED, "The access token is malformed."));
        String keyId = jwt.header("kid");
        PublicKey key = issuer.key(keyId)
                .orElseThrow(() -> new TokenRejectedException(
                        Reason.UNKNOWN_KEY, "The issuer publishes no key with the token's key id."));
        if (!jwt.isSignedBy(key)) {
            throw new TokenRejectedException(Reason.SIGNATURE, "The signature of the access token is wrong.");
        }
        VerifiedToken verified = VerifiedToken.of(jwt);
        signatures.add(digest, new VerifiedSignatures.Signed(keyId, verified), key);
        return verified;
    }

    @Override
    public String toString() {
        return "TokenVerifier[" + issuer + "]";
    }

    /** Whose tokens are believed. */
    interface Issuer {

        Optional<PublicKey> key(String id);

        boolean isIssuer(String issuer, String tenantId);

        boolean isRevoked(VerifiedToken token);
    }

    /** Whoever the metadata of an authority names. */
    private static final class DiscoveredIssuer implements Issuer {

        /** How many milliseconds to wait. */
        private static final int LIMIT = 10_000;

        private final URI authority;
        private final SSLSocketFactory sockets;
        private volatile Published published = new Published(Map.of(), Set.of());

        DiscoveredIssuer(URI authority, SSLContext trust) {
            this.authority = authority;
            this.sockets = trust.getSocketFactory();
        }

        @Override
        public Optional<PublicKey> key(String id) {
            if (!published.keys().containsKey(id)) {
                lookUp(id);
            }
            return Optional.ofNullable(published.keys().get(id));
        }

        @Override
        public boolean isIssuer(String issuer, String tenantId) {
            return published.issuers().contains(issuer);
        }

        @Override
        public boolean isRevoked(VerifiedToken token) {
            return false;
        }

        /** Reads everything anew, unless somebody else has found the key meanwhile. */
        private synchronized void lookUp(String id) {
            if (published.keys().containsKey(id)) {
                return;
            }
            Map<String, PublicKey> keys = new HashMap<>();
            Set<String> issuers = new HashSet<>();
            for (String path : new String[] {"", "/v2.0"}) {
                JsonNode metadata = get(authority + path + "/.well-known/openid-configuration");
                issuers.add(metadata.path("issuer").asText());
                get(metadata.path("jwks_uri").asText())
                        .path("keys")
                        .forEach(jwk -> keys.put(jwk.path("kid").asText(), key(jwk)));
            }
            published = new Published(Map.copyOf(keys), Set.copyOf(issuers));
        }

        /** By the one client of the JDK that has no threads of its own, which somebody would have to end. */
        private JsonNode get(String uri) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(uri).toURL().openConnection();
                if (connection instanceof HttpsURLConnection secure) {
                    secure.setSSLSocketFactory(sockets);
                }
                connection.setConnectTimeout(LIMIT);
                connection.setReadTimeout(LIMIT);
                connection.setRequestProperty("Connection", "close");
                if (connection.getResponseCode() != 200) {
                    throw new IllegalStateException(uri + " answered " + connection.getResponseCode());
                }
                try (InputStream body = connection.getInputStream()) {
                    return Json.read(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            } catch (IOException failed) {
                throw new IllegalStateException("cannot read " + uri, failed);
            }
        }

        private PublicKey key(JsonNode jwk) {
            try {
                BigInteger modulus = number(jwk.path("n").asText());
                BigInteger exponent = number(jwk.path("e").asText());
                return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
            } catch (GeneralSecurityException | IllegalArgumentException broken) {
                throw new IllegalStateException("cannot read a key of " + authority, broken);
            }
        }

        private static BigInteger number(String base64) {
            return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
        }

        @Override
        public String toString() {
            return authority.toString();
        }

        /** What the metadata said when it was read last. */
        private record Published(Map<String, PublicKey> keys, Set<String> issuers) {}
    }
}
