package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.entra.EntraUser.SecondFactor;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fake with somebody of every kind in it, and the requests that they make. */
final class EntraWorld implements AutoCloseable {

    static final String DISABLED_APP = "e3b0c442-98fc-4c14-9afb-f4c8996fb924";
    static final String PUBLIC_APP = "d41d8cd9-8f00-4204-a980-0998ecf8427e";
    static final String ROTATING_APP = "5d41402a-bc4b-4a76-b971-9d911017c592";
    static final String CERTIFICATE_APP = "7d793037-a076-4186-8c6f-3d3b8c2f4a11";
    static final String FEDERATED_APP = "9bf31c7f-f062-4360-b5f1-1a7f0d2c3e44";
    static final String API_APP = "1f3870be-274f-4c49-b3e3-1a0c6728957f";
    static final String ABSENT = "00000000-dead-4eef-8000-000000000000";
    static final String OTHER_TENANT = "2c6ee24b-0947-4a6d-9bd5-7b1f9f1b7d10";
    static final String ISSUER = "https://token.builds.example";
    static final String USER_SCOPE = "openid offline_access https://batch.core.windows.net//user_impersonation";
    static final String PASSWORD = "letmein";
    static final String REDIRECT = "http://localhost:4711/";
    static final String WEB_REDIRECT = "https://app.contoso.example/signin";

    /** RSA keys are expensive: made once for all tests of this class. */
    static final TestCertificate CERTIFICATE = TestCertificate.selfSigned("app");

    static final TestCertificate OTHER_CERTIFICATE = TestCertificate.selfSigned("other");
    static final TestCertificate OLD_CERTIFICATE = TestCertificate.selfSigned(
            "old", Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));

    final TestClock clock = TestClock.frozen();
    final FederatedIssuer builds = FederatedIssuer.of(ISSUER);
    final FakeEntra entra;
    final EntraHttp http;

    EntraWorld() {
        this(builder -> builder);
    }

    /** A world where some options are other than usual. */
    EntraWorld(UnaryOperator<FakeEntra.Builder> options) {
        Instant now = clock.instant();
        entra = options.apply(FakeEntra.builder()
                        .clock(clock)
                        .tokenLifetime(Duration.ofHours(1))
                        .continuousAccessLifetime(Duration.ofHours(24))
                        .tenant(EntraTenant.of(OTHER_TENANT, "fabrikam.example"))
                        .app(EntraApp.builder(DISABLED_APP)
                                .secret("s")
                                .disabled(true)
                                .build())
                        .app(EntraApp.builder(PUBLIC_APP)
                                .tenant(FakeEntra.DEFAULT_TENANT_ID)
                                .tenant(OTHER_TENANT)
                                .allowPublicClient(true)
                                .publicRedirect("http://localhost")
                                .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                                .build())
                        .app(EntraApp.builder(ROTATING_APP)
                                .secret("old", now.plus(Duration.ofDays(1)))
                                .secret("new", now.plus(Duration.ofDays(3)))
                                .build())
                        .app(EntraApp.builder(CERTIFICATE_APP)
                                .certificate(CERTIFICATE)
                                .certificate(OLD_CERTIFICATE)
                                .build())
                        .app(EntraApp.builder(FEDERATED_APP)
                                .federatedCredential(ISSUER, "repo:contoso/app:ref:refs/heads/main")
                                .build())
                        .app(EntraApp.builder(API_APP)
                                .name("Orders")
                                .secret("s")
                                .webRedirect(WEB_REDIRECT)
                                .exposes("orders.read")
                                .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                                .build())
                        .resource(EntraResource.builder("0c1d7d0e-9a34-4f7e-9d5e-0f2f6b1c3a55", "api://off")
                                .disabled(true)
                                .build())
                        .federatedIssuer(builds)
                        .user(user("root").administrator(true).build())
                        .user(user("old").passwordExpired(true).build())
                        .user(EntraUser.builder("eve@fabrikam.example", PASSWORD)
                                .tenant(OTHER_TENANT)
                                .build())
                        .user(user("locked").locked(true).build())
                        .user(user("disabled").disabled(true).build())
                        .user(user("blocked").blockedByPolicy(true).build())
                        .user(user("careful")
                                .secondFactor(SecondFactor.REQUIRED)
                                .build())
                        .user(user("new")
                                .secondFactor(SecondFactor.NOT_REGISTERED)
                                .build()))
                .start();
        http = new EntraHttp(entra);
    }

    private static EntraUser.Builder user(String name) {
        return EntraUser.builder(name + "@contoso.example", PASSWORD);
    }

    /** Asks for an application's token; an empty value takes a parameter away. */
    Reply app(String... changes) {
        return token(EntraHttp.appForm(), changes);
    }

    /** Asks for an application's token that is proved by an assertion. */
    Reply assertion(String clientId, String assertion, String... changes) {
        Map<String, String> form = new HashMap<>(EntraHttp.appForm());
        form.remove("client_secret");
        form.put("client_id", clientId);
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return token(form, changes);
    }

    /** Asks for a user's token by password. */
    Reply password(String user, String... changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "password");
        form.put("client_id", PUBLIC_APP);
        form.put("username", user + "@contoso.example");
        form.put("password", PASSWORD);
        form.put("scope", USER_SCOPE);
        return token(form, changes);
    }

    /** Asks for the default user's token by password. */
    Reply defaultUser(String... changes) {
        return password("ada", with(changes, "password", FakeEntra.DEFAULT_USER_PASSWORD));
    }

    Reply refresh(String refreshToken, String... changes) {
        return token(
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", PUBLIC_APP,
                        "refresh_token", refreshToken,
                        "scope", USER_SCOPE),
                changes);
    }

    Reply deviceCode(String... changes) {
        Map<String, String> form = new HashMap<>(Map.of("client_id", PUBLIC_APP, "scope", USER_SCOPE));
        String tenant = change(form, changes);
        return http.post("/" + tenant + "/oauth2/v2.0/devicecode", form);
    }

    Reply device(String deviceCode, String... changes) {
        return token(
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id", PUBLIC_APP,
                        "device_code", deviceCode),
                changes);
    }

    /** Exchanges a user's token for one to Batch. */
    Reply onBehalfOf(String assertion, String... changes) {
        return token(
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "client_id", API_APP,
                        "client_secret", "s",
                        "assertion", assertion,
                        "requested_token_use", "on_behalf_of",
                        "scope", "https://batch.core.windows.net//user_impersonation"),
                changes);
    }

    /** Signs a user in with a token of the build service. */
    Reply userFederated(String subject, String... changes) {
        return token(
                Map.of(
                        "grant_type",
                        "user_fic",
                        "client_id",
                        API_APP,
                        "client_secret",
                        "s",
                        "user_federated_identity_credential",
                        builds.assertion(subject, clock.instant(), Duration.ofMinutes(5)),
                        "scope",
                        USER_SCOPE),
                changes);
    }

    /** Returns a token of the default user for the API of {@link #API_APP}. */
    String apiToken(String user) {
        EntraApp app = entra.directory().app(PUBLIC_APP).orElseThrow();
        entra.directory().save(app.toBuilder().consented(API_APP, "orders.read").build());
        String password = user.equals("ada") ? FakeEntra.DEFAULT_USER_PASSWORD : PASSWORD;
        return password(user, "password", password, "scope", "api://" + API_APP + "/orders.read")
                .field("access_token");
    }

    /** Signs in on the page and returns the code that comes back. */
    String code(String... changes) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", PUBLIC_APP);
        query.put("response_type", "code");
        query.put("redirect_uri", REDIRECT);
        query.put("scope", USER_SCOPE);
        query.put("state", "my state");
        change(query, changes);
        Reply page = http.get("/contoso.example/oauth2/v2.0/authorize?" + EntraHttp.encode(query));
        Reply back = http.post(
                formAction(page),
                Map.of(
                        "action",
                        "sign-in",
                        "username",
                        FakeEntra.DEFAULT_USER_NAME,
                        "password",
                        FakeEntra.DEFAULT_USER_PASSWORD));
        Matcher code = Pattern.compile("[?#&]code=([^&]+)").matcher(back.header("Location"));
        if (!code.find()) {
            throw new AssertionError("no code: " + back.status() + " " + back.header("Location") + back.text());
        }
        return code.group(1);
    }

    Reply redeem(String code, String... changes) {
        return token(
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", PUBLIC_APP,
                        "code", code,
                        "redirect_uri", REDIRECT),
                changes);
    }

    static String formAction(Reply page) {
        Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(page.text());
        if (!action.find()) {
            throw new AssertionError("no form: " + page.status() + " " + page.text());
        }
        return action.group(1);
    }

    /** Signs an assertion as a client does that signs in by certificate. */
    String certificateAssertion(TestCertificate certificate, String subject, String audience, Instant issuedAt) {
        byte[] thumbprint = SigningKey.thumbprint(certificate.certificate(), "SHA-256");
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", audience);
        claims.put("iss", CERTIFICATE_APP);
        claims.put("sub", subject);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("nbf", issuedAt.getEpochSecond());
        claims.put("exp", issuedAt.plus(Duration.ofMinutes(10)).getEpochSecond());
        Map<String, String> header = Map.of(
                "alg", "RS256", "typ", "JWT", "x5t#S256", Base64.getEncoder().encodeToString(thumbprint));
        return Jwt.sign(header, claims, certificate.privateKey());
    }

    /** As before, signed and named in a way of choice. */
    String certificateAssertion(String algorithm, String thumbprintName, String thumbprint) {
        String content = encoded(Map.of("alg", algorithm, "typ", "JWT", thumbprintName, thumbprint)) + "."
                + encoded(Map.of(
                        "aud", tokenEndpoint(),
                        "iss", CERTIFICATE_APP,
                        "sub", CERTIFICATE_APP,
                        "jti", UUID.randomUUID().toString(),
                        "nbf", clock.instant().getEpochSecond(),
                        "exp", clock.instant().plus(Duration.ofMinutes(10)).getEpochSecond()));
        try {
            Signature signer = Signature.getInstance(algorithm.equals("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
            if (algorithm.equals("PS256")) {
                signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signer.initSign(CERTIFICATE.privateKey());
            signer.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(Map<String, ?> part) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(part).getBytes(StandardCharsets.UTF_8));
    }

    String goodAssertion() {
        return certificateAssertion(CERTIFICATE, CERTIFICATE_APP, tokenEndpoint(), clock.instant());
    }

    String tokenEndpoint() {
        return entra.authority() + "/oauth2/v2.0/token";
    }

    Reply token(Map<String, String> form, String... changes) {
        Map<String, String> changed = new HashMap<>(form);
        String tenant = change(changed, changes);
        return http.token(tenant, changed);
    }

    /** Applies names and values in pairs; the name {@code tenant} is no parameter, but returned. */
    private static String change(Map<String, String> form, String... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        String tenant = form.remove("tenant");
        return tenant == null ? FakeEntra.DEFAULT_TENANT_ID : tenant;
    }

    private static String[] with(String[] changes, String name, String value) {
        String[] more = new String[changes.length + 2];
        more[0] = name;
        more[1] = value;
        System.arraycopy(changes, 0, more, 2, changes.length);
        return more;
    }

    @Override
    public void close() {
        entra.close();
    }
}
