package io.github.latchkey.testkit.batch;

import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An issuer of tokens that is not the fake Entra ID, and hence may say whatever a test wants. */
final class OtherIssuer implements AutoCloseable {

    static final String TENANT = "c2b0e6a4-5a39-4f0e-9e0a-3b8f6f7d1e25";

    private static final KeyPair KEYS = keys();
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final TestServer server = TestServer.builder(this::answer).start();

    /** Where its metadata is. */
    URI authority() {
        return server.uri().resolve("/" + TENANT);
    }

    private ServerResponse answer(ServerRequest request) {
        if (request.path().endsWith("/openid-configuration")) {
            return ServerResponse.json(200, Map.of("issuer", issuer(), "jwks_uri", server.uri() + "/keys"));
        }
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        Map<String, String> jwk = Map.of(
                "kty",
                "RSA",
                "kid",
                "other",
                "n",
                BASE64_URL.encodeToString(key.getModulus().toByteArray()),
                "e",
                BASE64_URL.encodeToString(key.getPublicExponent().toByteArray()));
        return ServerResponse.json(200, Map.of("keys", List.of(jwk)));
    }

    String issuer() {
        return authority() + "/v2.0";
    }

    /** Makes a token for the Batch service that is good for an hour, but for the claims that are given. */
    String token(Instant now, Map<String, Object> claims) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("iss", issuer());
        all.put("aud", FakeBatch.PUBLIC_AUDIENCE);
        all.put("tid", TENANT);
        all.put("oid", "7f7a4f0e-6a1d-4b53-8f50-0f6a6a1b2c3d");
        all.put("nbf", now.getEpochSecond());
        all.put("exp", now.plus(Duration.ofHours(1)).getEpochSecond());
        all.putAll(claims);
        String text = encode(Map.of("alg", "RS256", "typ", "JWT", "kid", "other")) + "." + encode(all);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEYS.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64_URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String encode(Map<String, Object> part) {
        return BASE64_URL.encodeToString(Json.write(part).getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
