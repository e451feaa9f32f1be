package io.github.latchkey.testkit.entra;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A signed token (RFC 7519 in the compact form of RFC 7515) that has been taken apart, but not yet believed. */
final class Jwt {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final JsonNode header;
    private final JsonNode claims;
    private final byte[] signed;
    private final byte[] signature;

    private Jwt(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** Signs with RS256. */
    static String sign(Map<String, ?> header, Map<String, ?> claims, PrivateKey key) {
        String content = encode(Json.write(header)) + "." + encode(Json.write(claims));
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + ENCODER.encodeToString(signer.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("cannot sign a token", failed);
        }
    }

    /** Takes a token apart; empty when it has another form. */
    static Optional<Jwt> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = Json.read(decode(parts[0]));
            JsonNode claims = Json.read(decode(parts[1]));
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return header.isObject() && claims.isObject()
                    ? Optional.of(new Jwt(header, claims, signed, signature))
                    : Optional.empty();
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    /** Checks the signature by the algorithm that the header names: RS256 or PS256, and nothing else. */
    boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = verifier(header("alg"));
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException notVerifiable) {
            return false;
        }
    }

    private static Signature verifier(String algorithm) throws GeneralSecurityException {
        if (algorithm.equals("PS256")) {
            Signature verifier = Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            return verifier;
        }
        if (algorithm.equals("RS256")) {
            return Signature.getInstance("SHA256withRSA");
        }
        throw new GeneralSecurityException("unsupported algorithm");
    }

    String header(String name) {
        return header.path(name).asText("");
    }

    JsonNode claims() {
        return claims;
    }

    String claim(String name) {
        return claims.path(name).asText("");
    }

    private static String encode(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
