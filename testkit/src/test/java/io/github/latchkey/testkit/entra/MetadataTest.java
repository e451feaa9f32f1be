package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import io.github.latchkey.testkit.http.Json;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    private static final String METADATA = "/common/v2.0/.well-known/openid-configuration";

    private final FakeEntra entra = FakeEntra.start();
    private final EntraHttp http = new EntraHttp(entra);

    @AfterEach
    void stop() {
        entra.close();
    }

    @Test
    void metadata_version2_namesTheClientsOwnOrigin() {
        Reply reply = http.get("/contoso.example/v2.0/.well-known/openid-configuration");

        String base = entra.authority().toString();
        assertThat(reply.header("Cache-Control")).isEqualTo("max-age=86400, private");
        assertThat(reply.field("issuer")).isEqualTo(base + "/v2.0");
        assertThat(reply.field("token_endpoint")).isEqualTo(base + "/oauth2/v2.0/token");
        assertThat(reply.field("authorization_endpoint")).isEqualTo(base + "/oauth2/v2.0/authorize");
        assertThat(reply.field("device_authorization_endpoint")).isEqualTo(base + "/oauth2/v2.0/devicecode");
        assertThat(reply.field("end_session_endpoint")).isEqualTo(base + "/oauth2/v2.0/logout");
        assertThat(reply.field("jwks_uri")).isEqualTo(base + "/discovery/v2.0/keys");
        assertThat(reply.json().path("response_modes_supported"))
                .extracting(JsonNode::asText)
                .containsExactly("query", "fragment", "form_post");
    }

    @Test
    void metadata_bothVersions_haveAllMembers() {
        for (String version : List.of("", "/v2.0")) {
            JsonNode metadata = http.get("/contoso.example" + version + "/.well-known/openid-configuration")
                    .json();

            assertThat(metadata.fieldNames())
                    .toIterable()
                    .contains(
                            "token_endpoint",
                            "token_endpoint_auth_methods_supported",
                            "jwks_uri",
                            "response_modes_supported",
                            "subject_types_supported",
                            "id_token_signing_alg_values_supported",
                            "response_types_supported",
                            "scopes_supported",
                            "issuer",
                            "request_uri_parameter_supported",
                            "userinfo_endpoint",
                            "authorization_endpoint",
                            "device_authorization_endpoint",
                            "http_logout_supported",
                            "frontchannel_logout_supported",
                            "end_session_endpoint",
                            "claims_supported",
                            "kerberos_endpoint",
                            "tenant_region_scope",
                            "cloud_instance_name",
                            "cloud_graph_host_name",
                            "msgraph_host",
                            "rbac_url");
            assertThat(metadata.path("token_endpoint_auth_methods_supported"))
                    .extracting(JsonNode::asText)
                    .containsExactly("client_secret_post", "private_key_jwt", "client_secret_basic");
        }
    }

    @Test
    void keys_version2_nameTheirIssuer() {
        assertThat(http.get("/contoso.example/discovery/v2.0/keys")
                        .json()
                        .path("keys")
                        .findValuesAsText("issuer"))
                .containsOnly(entra.authority() + "/v2.0");
        assertThat(http.get("/contoso.example/discovery/keys")
                        .json()
                        .path("keys")
                        .path(0)
                        .has("issuer"))
                .isFalse();
    }

    @Test
    void metadata_version1_hasTheIssuerOfVersion1() {
        Reply reply = http.get("/" + entra.tenantId() + "/.well-known/openid-configuration");

        assertThat(reply.field("issuer")).isEqualTo("https://sts.windows.net/" + entra.tenantId() + "/");
        assertThat(reply.field("token_endpoint")).isEqualTo(entra.authority() + "/oauth2/token");
    }

    @Test
    void metadata_common_leavesTheTenantOpen() {
        Reply reply = http.get("/common/v2.0/.well-known/openid-configuration");

        assertThat(reply.field("issuer")).isEqualTo(entra.authorityHost() + "/{tenantid}/v2.0");
        assertThat(reply.field("token_endpoint")).isEqualTo(entra.authorityHost() + "/common/oauth2/v2.0/token");
    }

    @Test
    void metadata_microsoftStyle_namesTheRealHost() {
        try (FakeEntra other =
                FakeEntra.builder().issuerStyle(IssuerStyle.MICROSOFT).start()) {
            Reply reply = new EntraHttp(other).get("/contoso.example/v2.0/.well-known/openid-configuration");

            assertThat(reply.field("issuer"))
                    .isEqualTo("https://login.microsoftonline.com/" + other.tenantId() + "/v2.0");
        }
    }

    @Test
    void metadata_unknownTenant_isInvalidTenant() {
        Reply reply = http.get("/fabrikam.example/v2.0/.well-known/openid-configuration");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field("error")).isEqualTo("invalid_tenant");
        assertThat(reply.json().path("error_codes").path(0).asInt()).isEqualTo(90002);
    }

    @Test
    void keys_published_verifyTheTokens() throws GeneralSecurityException {
        Jwt token = http.appToken().jwt("access_token");

        for (String path : List.of("/common/discovery/keys", "/contoso.example/discovery/v2.0/keys")) {
            JsonNode jwk = http.get(path).json().path("keys").path(0);
            assertThat(jwk.path("kid").asText()).isEqualTo(token.header("kid"));
            assertThat(jwk.path("x5t").asText()).isEqualTo(token.header("x5t"));
            assertThat(jwk.path("x5c").path(0).asText()).isBase64();
            assertThat(token.isSignedBy(publicKey(jwk))).isTrue();
        }
    }

    @Test
    void keys_afterRollover_areBothPublishedUntilTheOldIsRetired() {
        String before = http.appToken().jwt("access_token").header("kid");
        entra.rollOverKeys();
        String after = http.appToken().jwt("access_token").header("kid");

        assertThat(after).isNotEqualTo(before);
        assertThat(publishedKeys()).containsExactly(before, after);
        entra.retireOldKeys();
        assertThat(publishedKeys()).containsExactly(after);
    }

    @Test
    void instances_knownHost_listsTheClouds() {
        Reply reply = http.get("/common/discovery/instance?api-version=1.1&authorization_endpoint="
                + "https%3A%2F%2Flogin.microsoftonline.com%2Fcontoso.example%2Foauth2%2Fv2.0%2Fauthorize");

        assertThat(reply.field("tenant_discovery_endpoint"))
                .isEqualTo("https://login.microsoftonline.com/contoso.example/v2.0/.well-known/openid-configuration");
        JsonNode first = reply.json().path("metadata").path(0);
        assertThat(first.path("preferred_network").asText()).isEqualTo("login.microsoftonline.com");
        assertThat(first.path("preferred_cache").asText()).isEqualTo("login.windows.net");
        assertThat(first.path("aliases")).extracting(JsonNode::asText).contains("login.microsoft.com");
    }

    @Test
    void instances_ownHost_isListedWithoutItsPort() {
        Reply reply = http.get("/common/discovery/instance?api-version=1.1&authorization_endpoint="
                + EntraHttp.encode(entra.authority() + "/oauth2/v2.0/authorize"));

        assertThat(reply.json().path("metadata"))
                .extracting(entry -> entry.path("preferred_network").asText())
                .contains("localhost");
    }

    @Test
    void instances_foreignHost_isInvalidInstance() {
        Reply reply = http.get("/common/discovery/instance?api-version=1.1&authorization_endpoint="
                + "https%3A%2F%2Flogin.evil.example%2Fcommon%2Foauth2%2Fv2.0%2Fauthorize");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field("error")).isEqualTo("invalid_instance");
    }

    @ParameterizedTest
    @CsvSource({
        "azure_fake:8443, azure_fake",
        "LOCALHOST:1,     localhost",
        "[::1]:8443,      [::1]",
        "Kit.Local,       kit.local"
    })
    void instances_nameThatTheClientCameBy_isKnown(String host, String name) {
        Answer answer = at(
                host,
                "/common/discovery/instance?api-version=1.1&authorization_endpoint="
                        + EntraHttp.encode("https://" + host + "/common/oauth2/v2.0/authorize"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Json.read(answer.text()).path("metadata"))
                .extracting(entry -> entry.path("preferred_network").asText())
                .contains(name);
    }

    @Test
    void metadata_hostInCapitals_isWrittenInLowerCase() {
        assertThat(Json.read(at("LOCALHOST:1", METADATA).text())
                        .path("token_endpoint")
                        .asText())
                .startsWith("https://localhost:1/");
    }

    @Test
    void metadata_emptyHost_namesTheFakesOwn() {
        assertThat(Json.read(at("", METADATA).text()).path("token_endpoint").asText())
                .startsWith(entra.authorityHost() + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "https://a", "a:b", "[::1", "a@b", "a:123456"})
    void metadata_malformedHost_isABadRequest(String host) {
        assertThat(at(host, METADATA).status()).isEqualTo(400);
    }

    /** Asks under a name of choice, which the JDK's client does not do. */
    private Answer at(String host, String path) {
        return Objects.requireNonNull(entra.httpClient()
                .headers(headers -> headers.set("Host", host))
                .get()
                .uri(entra.authorityHost() + path)
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), text)))
                .block(Duration.ofSeconds(20)));
    }

    private record Answer(int status, String text) {}

    @Test
    void realm_knownDomain_isManaged() {
        Reply reply = http.get("/common/userrealm/grace@contoso.example?api-version=1.0");

        assertThat(reply.field("account_type")).isEqualTo("Managed");
        assertThat(reply.field("cloud_audience_urn")).isEqualTo("urn:federation:MicrosoftOnline");
        assertThat(http.get("/common/userrealm/grace@elsewhere.example").field("account_type"))
                .isEqualTo("Unknown");
    }

    @Test
    void unknownPath_isNotFound() {
        assertThat(http.get("/contoso.example/nothing").status()).isEqualTo(404);
    }

    private List<String> publishedKeys() {
        return http.get("/common/discovery/keys").json().path("keys").findValuesAsText("kid");
    }

    private static PublicKey publicKey(JsonNode jwk) throws GeneralSecurityException {
        Base64.Decoder decoder = Base64.getUrlDecoder();
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, decoder.decode(jwk.path("n").asText())),
                        new BigInteger(1, decoder.decode(jwk.path("e").asText()))));
    }
}
