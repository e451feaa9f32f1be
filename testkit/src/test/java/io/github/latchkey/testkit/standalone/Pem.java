package io.github.latchkey.testkit.standalone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a script does with the printed PEM files, by the JDK alone. */
final class Pem {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Pem() {}

    /** A client that trusts the certificate in a file and nobody else. */
    static HttpClient trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", certificate(Files.readString(authority)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** Signs a client assertion with the key in a file that holds key and certificate. */
    static String assertion(Path file, String clientId, String audience) throws Exception {
        String pem = Files.readString(file);
        String thumbprint = BASE64.encodeToString(
                MessageDigest.getInstance("SHA-256").digest(certificate(pem).getEncoded()));
        long now = Instant.now().getEpochSecond();
        JsonNodeFactory json = JsonNodeFactory.instance;
        String head = part(json.objectNode()
                .put("alg", "RS256")
                .put("typ", "JWT")
                .put("x5t#S256", thumbprint)
                .toString());
        String body = part(json.objectNode()
                .put("aud", audience)
                .put("iss", clientId)
                .put("sub", clientId)
                .put("jti", UUID.randomUUID().toString())
                .put("nbf", now)
                .put("exp", now + 600)
                .toString());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key(pem));
        signature.update((head + "." + body).getBytes(StandardCharsets.US_ASCII));
        return head + "." + body + "." + BASE64.encodeToString(signature.sign());
    }

    /** The challenge of a PKCE verifier. */
    static String challenge(String verifier) throws Exception {
        return BASE64.encodeToString(
                MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        pem.substring(pem.indexOf("-----BEGIN CERTIFICATE")).getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey key(String pem) throws Exception {
        String begin = "-----BEGIN PRIVATE KEY-----";
        String base64 = pem.substring(pem.indexOf(begin) + begin.length(), pem.indexOf("-----END PRIVATE KEY-----"));
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }
}
