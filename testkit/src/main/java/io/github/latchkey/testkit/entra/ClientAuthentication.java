package io.github.latchkey.testkit.entra;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out which application asks, and whether it can prove it. */
final class ClientAuthentication {

    private static final Pattern AUDIENCE =
            Pattern.compile("https://([^/]+)/([^/]+)(?:/oauth2/token|/oauth2/v2\\.0/token|/v2\\.0)?/?");

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final EntraDirectory directory;
    private final EntraOptions options;
    private final FederatedAssertions federated;

    ClientAuthentication(EntraDirectory directory, EntraOptions options, FederatedAssertions federated) {
        this.directory = directory;
        this.options = options;
        this.federated = federated;
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
            federated.check(app.federatedCredentials(), jwt);
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
        AssertionLife.check(jwt, now);
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
     * The audience is this token endpoint, in the form of version 1 or 2, for this tenant or any word for it, at the
     * fake's own address or at that of any cloud or region.
     */
    private boolean isOurs(String audience, TokenCall call) {
        Matcher matcher = AUDIENCE.matcher(audience);
        if (!matcher.matches()) {
            return false;
        }
        String authority = matcher.group(1);
        boolean host = call.origin().equalsIgnoreCase("https://" + authority) || Clouds.isHost(authority);
        String tenant = matcher.group(2);
        boolean same = call.path()
                .tenant()
                .map(one -> directory.tenant(tenant).filter(one::equals).isPresent())
                .orElseGet(() -> tenant.equalsIgnoreCase(call.path().word()));
        return host && same;
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
