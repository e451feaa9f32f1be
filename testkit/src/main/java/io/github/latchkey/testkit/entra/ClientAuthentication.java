package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.EntraApp.FederatedCredential;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out which application asks, and whether it can prove it. */
final class ClientAuthentication {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** How far the client's clock may differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final EntraDirectory directory;
    private final EntraOptions options;

    ClientAuthentication(EntraDirectory directory, EntraOptions options) {
        this.directory = directory;
        this.options = options;
    }

    /** Finds the application of a request in the tenant of its address. */
    EntraApp identify(String clientId, TenantPath path) {
        Optional<EntraTenant> tenant = path.tenant();
        EntraApp app = directory
                .app(clientId)
                .filter(one -> tenant.isEmpty()
                        || one.tenantIds().contains(tenant.get().id()))
                .orElseThrow(() -> new EntraException(
                        Aadsts.APP_NOT_FOUND,
                        clientId,
                        tenant.map(EntraTenant::name).orElse("Microsoft")));
        if (app.disabled()) {
            throw new EntraException(Aadsts.APP_DISABLED, app.clientId(), app.name());
        }
        return app;
    }

    /** Checks the proof that a request carries; ends the request when there is none, or a wrong one. */
    Proof authenticate(TokenCall call, EntraApp app, boolean publicAllowed) {
        Optional<String> secret = call.form()
                .first("client_secret")
                .or(() -> TokenCall.basic(call.request()).map(TokenCall.Basic::password));
        Optional<String> assertion = call.form().first("client_assertion");
        if ((secret.isPresent() || assertion.isPresent()) && !app.confidential() && app.publicClient()) {
            throw new EntraException(Aadsts.PUBLIC_CLIENT_SENT_CREDENTIAL);
        }
        if (assertion.isPresent()) {
            checkAssertion(call, app, assertion.get());
            return Proof.CERTIFICATE;
        }
        if (secret.isPresent()) {
            checkSecret(app, secret.get());
            return Proof.SECRET;
        }
        if (publicAllowed && app.publicClient()) {
            return Proof.NONE;
        }
        throw new EntraException(
                call.form().text("grant_type").equals("client_credentials")
                        ? Aadsts.CREDENTIAL_REQUIRED_FOR_GRANT
                        : Aadsts.CREDENTIAL_REQUIRED);
    }

    private void checkSecret(EntraApp app, String presented) {
        Instant now = options.clock().instant();
        List<EntraApp.Secret> matching = app.secrets().stream()
                .filter(secret -> secret.value().equals(presented))
                .toList();
        if (matching.isEmpty()) {
            throw new EntraException(Aadsts.WRONG_SECRET, app.clientId());
        }
        if (matching.stream().noneMatch(secret -> now.isBefore(secret.expires()))) {
            throw new EntraException(Aadsts.SECRET_EXPIRED, app.clientId());
        }
    }

    private void checkAssertion(TokenCall call, EntraApp app, String assertion) {
        if (!call.required("client_assertion_type").equals(ASSERTION_TYPE)) {
            throw new EntraException(Aadsts.MALFORMED_REQUEST);
        }
        Jwt jwt = Jwt.parse(assertion).orElseThrow(() -> new EntraException(Aadsts.ASSERTION_MALFORMED));
        if (jwt.claim("iss").equalsIgnoreCase(app.clientId())) {
            checkCertificate(call, app, jwt);
        } else {
            checkFederated(app, jwt);
        }
    }

    private void checkCertificate(TokenCall call, EntraApp app, Jwt jwt) {
        X509Certificate certificate = app.certificates().stream()
                .filter(one -> isNamed(one, jwt))
                .findFirst()
                .orElseThrow(() -> new EntraException(Aadsts.ASSERTION_INVALID, jwt.header("x5t#S256")));
        if (!jwt.isSignedBy(certificate.getPublicKey()) || !jwt.claim("sub").equalsIgnoreCase(app.clientId())) {
            throw new EntraException(Aadsts.ASSERTION_INVALID, jwt.header("x5t#S256"));
        }
        Instant now = options.clock().instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new EntraException(Aadsts.CERTIFICATE_EXPIRED);
        }
        checkTime(jwt);
        if (!isOurs(jwt.claim("aud"), call)) {
            throw new EntraException(Aadsts.ASSERTION_AUDIENCE);
        }
    }

    /** Compares the thumbprint; some clients write it in standard base64, others in that of addresses. */
    private static boolean isNamed(X509Certificate certificate, Jwt jwt) {
        return matches(jwt.header("x5t#S256"), SigningKey.thumbprint(certificate, "SHA-256"))
                || matches(jwt.header("x5t"), SigningKey.thumbprint(certificate, "SHA-1"));
    }

    private static boolean matches(String encoded, byte[] thumbprint) {
        try {
            String urlSafe = encoded.replace('+', '-').replace('/', '_');
            return Arrays.equals(Base64.getUrlDecoder().decode(urlSafe), thumbprint);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /**
     * The audience is this token endpoint, in the form of version 1 or 2, for this or any word for the tenant, at the
     * fake's own address or at the real one.
     */
    private static boolean isOurs(String audience, TokenCall call) {
        boolean host = audience.startsWith(call.origin() + "/") || audience.startsWith("https://login.microsoft");
        return host
                && (audience.endsWith("/oauth2/token")
                        || audience.endsWith("/oauth2/v2.0/token")
                        || audience.endsWith("/v2.0")
                        || audience.endsWith("/" + call.path().word()));
    }

    private void checkFederated(EntraApp app, Jwt jwt) {
        List<FederatedCredential> credentials = app.federatedCredentials();
        String issuer = jwt.claim("iss");
        String subject = jwt.claim("sub");
        String audience = jwt.claims().path("aud").isArray()
                ? jwt.claims().path("aud").path(0).asText("")
                : jwt.claim("aud");
        if (credentials.isEmpty()) {
            throw new EntraException(Aadsts.NO_FEDERATED_CREDENTIAL, issuer, subject, audience);
        }
        credentials = narrow(credentials, one -> one.issuer().equals(issuer), Aadsts.FEDERATED_ISSUER, issuer);
        List<FederatedCredential> byIssuer = credentials;
        credentials = narrow(credentials, one -> one.subject().equals(subject), differs(byIssuer, subject), subject);
        narrow(credentials, one -> one.audience().equals(audience), Aadsts.FEDERATED_AUDIENCE, audience);
        FederatedIssuer known =
                directory.issuer(issuer).orElseThrow(() -> new EntraException(Aadsts.FEDERATED_ISSUER, issuer));
        if (!jwt.isSignedBy(known.publicKey())) {
            throw new EntraException(Aadsts.ASSERTION_INVALID, jwt.header("kid"));
        }
        checkTime(jwt);
    }

    private static List<FederatedCredential> narrow(
            List<FederatedCredential> credentials, Predicate<FederatedCredential> match, Aadsts error, String value) {
        List<FederatedCredential> left = credentials.stream().filter(match).toList();
        if (left.isEmpty()) {
            throw new EntraException(error, value);
        }
        return left;
    }

    /** Chooses the error for a subject that no credential has: the service tells when it is a near miss. */
    private static Aadsts differs(List<FederatedCredential> credentials, String subject) {
        if (credentials.stream().anyMatch(one -> one.subject().equalsIgnoreCase(subject))) {
            return Aadsts.FEDERATED_SUBJECT_CASE;
        }
        String plain = subject.strip();
        return credentials.stream().anyMatch(one -> one.subject().strip().equalsIgnoreCase(plain))
                ? Aadsts.FEDERATED_SUBJECT_FORM
                : Aadsts.FEDERATED_SUBJECT;
    }

    private void checkTime(Jwt jwt) {
        Instant now = options.clock().instant();
        Instant expires = Instant.ofEpochSecond(jwt.claims().path("exp").asLong());
        Instant begins = Instant.ofEpochSecond(jwt.claims().path("nbf").asLong());
        if (!now.isBefore(expires.plus(TOLERANCE)) || now.isBefore(begins.minus(TOLERANCE))) {
            throw new EntraException(Aadsts.ASSERTION_TIME, now, expires);
        }
    }

    /** How an application has proved who it is; the number is the claim {@code appidacr}. */
    enum Proof {
        NONE("0"),
        SECRET("1"),
        CERTIFICATE("2");

        private final String claim;

        Proof(String claim) {
            this.claim = claim;
        }

        String claim() {
            return claim;
        }
    }
}
