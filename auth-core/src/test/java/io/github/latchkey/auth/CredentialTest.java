package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.testkit.tls.TestCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import nl.jqno.equalsverifier.EqualsVerifier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    private static final String TENANT = "3fa1c9e2-6d0b-4c57-9a83-5be0d1f27a46";
    private static final String CLIENT = "b7d46a10-2f3c-4e98-8c1d-90e6f5a3b7d2";
    private static final String SECRET = "hush-hush";

    /** What {@code System.getenv} answers for a variable that is not set. */
    private static final @Nullable String UNSET = Map.<String, String>of().get("AZURE_UNSET");

    private static ClientSecretCredential secret() {
        return Credential.clientSecret(TENANT, CLIENT, SECRET);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                bad("tenantId", () -> Credential.clientSecret(UNSET, CLIENT, SECRET)),
                bad("tenantId", () -> Credential.clientSecret("", CLIENT, SECRET)),
                bad("tenantId", () -> Credential.clientSecret("a/b", CLIENT, SECRET)),
                bad("tenantId", () -> Credential.clientSecret("a..b", CLIENT, SECRET)),
                bad("tenantId", () -> Credential.clientSecret("Common", CLIENT, SECRET)),
                bad("tenantId", () -> Credential.clientCertificate().tenantId("organizations")),
                bad("tenantId", () -> Credential.clientAssertion().tenantId("consumers")),
                bad("tenantId", () -> Credential.workloadIdentity().build()),
                bad("clientId", () -> Credential.clientSecret(TENANT, UNSET, SECRET)),
                bad("clientId", () -> Credential.clientSecret(TENANT, "a b", SECRET)),
                bad("clientId", () -> Credential.clientSecret().tenantId(TENANT).build()),
                bad("clientSecret", () -> Credential.clientSecret(TENANT, CLIENT, UNSET)),
                bad("clientSecret", () -> Credential.clientSecret(TENANT, CLIENT, " ")),
                bad(
                        "clientSecret",
                        () -> Credential.clientSecret()
                                .tenantId(TENANT)
                                .clientId(CLIENT)
                                .build()),
                bad(
                        "certificate",
                        () -> Credential.clientCertificate()
                                .tenantId(TENANT)
                                .clientId(CLIENT)
                                .build()),
                bad(
                        "assertion",
                        () -> Credential.clientAssertion()
                                .tenantId(TENANT)
                                .clientId(CLIENT)
                                .build()),
                bad(
                        "tokenFile",
                        () -> Credential.workloadIdentity()
                                .tenantId(TENANT)
                                .clientId(CLIENT)
                                .build()),
                bad("userAssertion", () -> Credential.onBehalfOf(secret(), UNSET)),
                bad(
                        "refreshToken",
                        () -> Credential.refreshToken().clientId(CLIENT).build()),
                bad(
                        "clientId",
                        () -> Credential.refreshToken()
                                .refreshToken(() -> SECRET)
                                .build()),
                bad("clientId", () -> Credential.managedIdentity().clientId(UNSET)),
                bad("objectId", () -> Credential.managedIdentity().objectId("")),
                bad("resourceId", () -> Credential.managedIdentity().resourceId(UNSET)),
                bad("probeTimeout", () -> Credential.managedIdentity().probeTimeout(Duration.ZERO)),
                bad("clientId", () -> Credential.interactiveBrowser().build()),
                bad(
                        "redirectUri",
                        () -> Credential.interactiveBrowser().redirectUri(URI.create("http://evil.example"))),
                bad("redirectUri", () -> Credential.interactiveBrowser().redirectUri(URI.create("https://localhost"))),
                bad("signInTimeout", () -> Credential.interactiveBrowser().signInTimeout(Duration.ofSeconds(-1))),
                bad("prompt", () -> Credential.deviceCode().clientId(CLIENT).build()),
                bad("code", () -> Credential.authorizationCode().code(UNSET)),
                bad(
                        "redirectUri",
                        () -> Credential.authorizationCode()
                                .clientId(CLIENT)
                                .code("c")
                                .build()),
                bad("username", () -> Credential.usernamePassword().username(UNSET)),
                bad("password", () -> Credential.usernamePassword().password(UNSET)),
                bad(
                        "scopes",
                        () -> AuthorizationRequest.builder()
                                .clientId(CLIENT)
                                .redirectUri(URI.create("https://app.example/back"))
                                .build()));
    }

    private static Arguments bad(String option, ThrowingCallable call) {
        return Arguments.of(option, call);
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void build_optionThatCanNeverWork_isRefusedByName(String option, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.option()).isEqualTo(option))
                .satisfies(e -> assertThat(e.remedy()).isNotBlank())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
    }

    @Test
    void clientSecret_argumentsInTheWrongOrder_doNotShowTheSecret() {
        String value = "Abc8Q~s3cr3tValue";

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> Credential.clientSecret(value, CLIENT, TENANT),
                () -> Credential.clientSecret(TENANT, value, CLIENT))) {
            assertThatExceptionOfType(InvalidOptionException.class)
                    .isThrownBy(call)
                    .withMessageContaining("it has 17 characters")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(value))
                    .satisfies(e -> assertThat(e.value()).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "organizations", "consumers"})
    void tenantId_sharedForAServicePrincipal_saysWhereToFindTheTenantId(String shared) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> Credential.clientSecret(shared, CLIENT, SECRET))
                .withMessageContainingAll(shared, "Azure portal", "az account show");
    }

    @Test
    void tenantId_sharedForAUser_isTaken() {
        assertThat(Credential.deviceCode()
                        .tenantId("common")
                        .clientId(CLIENT)
                        .prompt(prompt -> {})
                        .build()
                        .tenantId())
                .isEqualTo("common");
        assertThat(Credential.interactiveBrowser().clientId(CLIENT).build().tenantId())
                .isEqualTo("organizations");
    }

    static Stream<Credential> all() {
        ClientCertificate certificate = certificate();
        return Stream.of(
                secret(),
                Credential.clientCertificate()
                        .tenantId(TENANT)
                        .clientId(CLIENT)
                        .certificate(certificate)
                        .build(),
                Credential.clientAssertion()
                        .tenantId(TENANT)
                        .clientId(CLIENT)
                        .assertion(() -> CompletableFuture.completedFuture(SECRET))
                        .build(),
                Credential.onBehalfOf(secret(), SECRET),
                Credential.refreshToken()
                        .clientId(CLIENT)
                        .refreshToken(() -> SECRET)
                        .build(),
                Credential.managedIdentity()
                        .environment(Map.of("IDENTITY_HEADER", SECRET))
                        .build(),
                Credential.authorizationCode()
                        .clientId(CLIENT)
                        .code(SECRET)
                        .codeVerifier(SECRET)
                        .redirectUri(URI.create("https://app.example/back"))
                        .build(),
                Credential.usernamePassword()
                        .clientId(CLIENT)
                        .username("ada@contoso.example")
                        .password(SECRET)
                        .build());
    }

    private static ClientCertificate certificate() {
        TestCertificate test = TestCertificate.selfSigned("app");
        return ClientCertificate.of(test.privateKey(), List.of(test.certificate()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void toString_ofAnyCredential_holdsNoSecret(Credential credential) {
        assertThat(credential.toString())
                .startsWith(credential.getClass().getSimpleName() + "[")
                .doesNotContain(SECRET);
    }

    @Test
    void toString_ofAPrincipal_namesTenantClientAndCloud() {
        assertThat(secret())
                .hasToString("ClientSecretCredential[tenantId=" + TENANT + ", clientId=" + CLIENT + ", cloud=public]");
    }

    @Test
    void equals_onBehalfOf_comparesClientAndUser() {
        ClientSecretCredential other = secret();
        EqualsVerifier.forClass(OnBehalfOfCredential.class)
                .withPrefabValues(ServicePrincipalCredential.class, secret(), other)
                .withNonnullFields("client", "userAssertion")
                .verify();
    }

    @Test
    void equals_twoSecretsOfOneClient_differ() {
        assertThat(secret()).isNotEqualTo(secret());
    }

    @Test
    void environment_withSecret_isThatPrincipal() {
        ServicePrincipalCredential credential = (ServicePrincipalCredential) Credential.environment(Map.of(
                "AZURE_TENANT_ID", TENANT,
                "AZURE_CLIENT_ID", CLIENT,
                "AZURE_CLIENT_SECRET", SECRET,
                "AZURE_CLIENT_CERTIFICATE_PATH", "",
                "AZURE_AUTHORITY_HOST", "https://login.chinacloudapi.cn/"));

        assertThat(credential).isInstanceOf(ClientSecretCredential.class);
        assertThat(credential.cloud()).isEqualTo(Cloud.CHINA);
        assertThat(credential.tenantId()).isEqualTo(TENANT);
        assertThat(credential.clientId()).isEqualTo(CLIENT);
    }

    @Test
    void environment_withCertificate_isThatPrincipal() {
        ServicePrincipalCredential credential = (ServicePrincipalCredential) Credential.environment(Map.of(
                "AZURE_TENANT_ID",
                TENANT,
                "AZURE_CLIENT_ID",
                CLIENT,
                "AZURE_CLIENT_CERTIFICATE_PATH",
                "/nowhere/app.pem",
                "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
                "True"));

        assertThat(credential)
                .isInstanceOfSatisfying(
                        ClientCertificateCredential.class,
                        certificate ->
                                assertThat(certificate.sendCertificateChain()).isTrue());
    }

    @Test
    void environment_withNameAndPassword_isThatUserWhoseTenantIsOptional() {
        Map<String, String> user = Map.of(
                "AZURE_CLIENT_ID", CLIENT,
                "AZURE_USERNAME", "ada@contoso.example",
                "AZURE_PASSWORD", SECRET);

        assertThat(Credential.environment(user))
                .isInstanceOfSatisfying(UsernamePasswordCredential.class, credential -> {
                    assertThat(credential.username()).isEqualTo("ada@contoso.example");
                    assertThat(credential.tenantId()).isEqualTo("organizations");
                    assertThat(credential.toString()).doesNotContain(SECRET);
                });
        Map<String, String> both = new HashMap<>(user);
        both.put("AZURE_TENANT_ID", TENANT);
        both.put("AZURE_CLIENT_SECRET", SECRET);
        assertThat(Credential.environment(both)).isInstanceOf(ClientSecretCredential.class);
    }

    @Test
    void environment_incomplete_namesWhatIsMissing() {
        assertThatExceptionOfType(CredentialUnavailableException.class)
                .isThrownBy(() -> Credential.environment(Map.of("AZURE_CLIENT_ID", CLIENT)))
                .withMessageContainingAll("AZURE_TENANT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("AZURE_CLIENT_ID"));
    }

    @Test
    void environment_ofAnIncompleteWorkload_namesWhatIsMissing() {
        assertThatExceptionOfType(CredentialUnavailableException.class)
                .isThrownBy(() -> Credential.workloadIdentity(Map.of("AZURE_CLIENT_ID", CLIENT)))
                .withMessageContainingAll("AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a url", "login.microsoftonline.com", "http://login.microsoftonline.com"})
    void environment_authorityThatIsNoUrl_isRefused(String host) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> Credential.workloadIdentity().environment(Map.of("AZURE_AUTHORITY_HOST", host)));
    }

    @Test
    void environment_ofAWorkload_fillsTheBuilder() {
        WorkloadIdentityCredential credential = Credential.workloadIdentity()
                .environment(Map.of(
                        "AZURE_TENANT_ID", TENANT,
                        "AZURE_CLIENT_ID", CLIENT,
                        "AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/token"))
                .build();

        assertThat(credential.tokenFile()).isEqualTo(Path.of("/var/run/secrets/token"));
        assertThat(credential.cloud()).isEqualTo(Cloud.PUBLIC);
    }

    @Test
    void managedIdentity_chosenTwice_isTheLastChoice() {
        ManagedIdentityCredential credential = Credential.managedIdentity()
                .objectId("11111111-1111-1111-1111-111111111111")
                .clientId(CLIENT)
                .environment(Map.of())
                .build();

        assertThat(credential.idType()).isEqualTo(ManagedIdentityCredential.IdType.CLIENT_ID);
        assertThat(credential.id()).contains(CLIENT);
    }

    @Test
    void refreshToken_ofAConfidentialClient_takesItsTenantAndCloud() {
        RefreshTokenCredential credential = Credential.refreshToken()
                .client(secret())
                .refreshToken(() -> SECRET)
                .build();

        assertThat(credential.tenantId()).isEqualTo(TENANT);
        assertThat(credential.clientId()).isEqualTo(CLIENT);
    }
}
