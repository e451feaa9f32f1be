package io.github.latchkey.auth.entra;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.latchkey.auth.ClientCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * The assertion that a certificate's key signs (RFC 7523, section 3): PS256, and the certificate named by its SHA-256
 * thumbprint, as Entra ID recommends. Made anew for each request, since it must be used once. Signing takes a
 * millisecond or two and does not belong on an event loop.
 */
final class SignedAssertion {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final ClientCertificate certificate;
    private final boolean sendChain;
    private final Clock clock;

    SignedAssertion(ClientCertificate certificate, boolean sendChain, Clock clock) {
        this.certificate = certificate;
        this.sendChain = sendChain;
        this.clock = clock;
    }

    String forEndpoint(String audience, String clientId) throws GeneralSecurityException, IOException {
        Instant now = clock.instant();
        certificate.requireValidAt(now);
        String content = encode(this::writeHeader) + "."
                + encode(json -> {
                    json.writeStringField("aud", audience);
                    json.writeStringField("iss", clientId);
                    json.writeStringField("sub", clientId);
                    json.writeStringField("jti", UUID.randomUUID().toString());
                    json.writeNumberField("iat", now.getEpochSecond());
                    json.writeNumberField("nbf", now.getEpochSecond());
                    json.writeNumberField("exp", now.plus(LIFE).getEpochSecond());
                });
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        signature.initSign(certificate.privateKey());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64_URL.encodeToString(signature.sign());
    }

    private void writeHeader(JsonGenerator json) throws IOException, GeneralSecurityException {
        json.writeStringField("alg", "PS256");
        json.writeStringField("typ", "JWT");
        byte[] thumbprint = MessageDigest.getInstance("SHA-256")
                .digest(certificate.certificate().getEncoded());
        json.writeStringField("x5t#S256", BASE64_URL.encodeToString(thumbprint));
        if (sendChain) {
            json.writeArrayFieldStart("x5c");
            for (X509Certificate link : certificate.chain()) {
                json.writeString(Base64.getEncoder().encodeToString(link.getEncoded()));
            }
            json.writeEndArray();
        }
    }

    private static String encode(Members members) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
        }
        return BASE64_URL.encodeToString(bytes.toByteArray());
    }

    /** Writes the members of a JSON object. */
    @FunctionalInterface
    private interface Members {
        void writeTo(JsonGenerator json) throws IOException, GeneralSecurityException;
    }
}
