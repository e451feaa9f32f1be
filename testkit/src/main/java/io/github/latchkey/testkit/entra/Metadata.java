package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients and resources look up before they sign in or believe a token: metadata, keys, known hosts, the realm of
 * a user. All addresses in the answers have the scheme, host and port that the client came by.
 */
final class Metadata {

    private final EntraDirectory directory;
    private final EntraOptions options;
    private final KeyRing keys;

    Metadata(EntraDirectory directory, EntraOptions options, KeyRing keys) {
        this.directory = directory;
        this.options = options;
        this.keys = keys;
    }

    /** Answers with the OpenID Connect metadata of a tenant. */
    ServerResponse openId(int version, ServerRequest request) {
        TenantPath path = tenant(request);
        String tenant = path.tenant().map(EntraTenant::id).orElse(path.word());
        String base = request.origin() + "/" + tenant;
        String oauth = base + (version == 2 ? "/oauth2/v2.0" : "/oauth2");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token_endpoint", oauth + "/token");
        body.put(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_post", "private_key_jwt", "client_secret_basic"));
        body.put("jwks_uri", base + (version == 2 ? "/discovery/v2.0/keys" : "/discovery/keys"));
        body.put("response_modes_supported", List.of("query", "fragment", "form_post"));
        body.put("subject_types_supported", List.of("pairwise"));
        body.put("id_token_signing_alg_values_supported", List.of("RS256"));
        body.put("response_types_supported", List.of("code"));
        body.put("scopes_supported", List.of("openid", "profile", "email", "offline_access"));
        String issued = path.tenant().map(EntraTenant::id).orElse("{tenantid}");
        body.put("issuer", Issuers.of(version, issued, request.origin(), options.issuerStyle()));
        body.put("request_uri_parameter_supported", false);
        body.put("userinfo_endpoint", "https://graph.microsoft.com/oidc/userinfo");
        body.put("authorization_endpoint", oauth + "/authorize");
        body.put("device_authorization_endpoint", oauth + "/devicecode");
        body.put("http_logout_supported", true);
        body.put("frontchannel_logout_supported", true);
        body.put("end_session_endpoint", oauth + "/logout");
        body.put(
                "claims_supported",
                List.of(
                        "sub",
                        "iss",
                        "cloud_instance_name",
                        "cloud_instance_host_name",
                        "cloud_graph_host_name",
                        "msgraph_host",
                        "aud",
                        "exp",
                        "iat",
                        "auth_time",
                        "acr",
                        "nonce",
                        "preferred_username",
                        "name",
                        "tid",
                        "ver",
                        "at_hash",
                        "c_hash",
                        "email"));
        body.put("kerberos_endpoint", base + "/kerberos");
        body.put("tenant_region_scope", "EU");
        body.put("cloud_instance_name", "microsoftonline.com");
        body.put("cloud_graph_host_name", "graph.windows.net");
        body.put("msgraph_host", "graph.microsoft.com");
        body.put("rbac_url", "https://pas.windows.net");
        return cacheable(body);
    }

    /** Answers with the published keys. */
    ServerResponse keys(int version, ServerRequest request) {
        TenantPath path = tenant(request);
        String tenant = path.tenant().map(EntraTenant::id).orElse("{tenantid}");
        String issuer = Issuers.of(2, tenant, request.origin(), options.issuerStyle());
        List<Map<String, Object>> set = new ArrayList<>();
        for (SigningKey key : keys.published()) {
            Map<String, Object> jwk = key.toJwk();
            if (version == 2) {
                jwk.put("issuer", issuer);
            }
            set.add(jwk);
        }
        return cacheable(Map.of("keys", set));
    }

    /** Answers which hosts belong together; any host that is neither real nor this fake is unknown. */
    ServerResponse instances(ServerRequest request) {
        String endpoint = request.query()
                .first("authorization_endpoint")
                .orElseThrow(() -> new EntraException(Aadsts.MISSING_PARAMETER, "authorization_endpoint"));
        URI uri;
        try {
            uri = URI.create(endpoint);
        } catch (IllegalArgumentException notAddress) {
            throw new EntraException(Aadsts.UNKNOWN_INSTANCE);
        }
        String authority = uri.getRawAuthority();
        String host = authority == null ? "" : Clouds.host(authority);
        String own = Clouds.host(request.origin());
        boolean known = host.equals(own) || Clouds.isHost(host);
        if (!known || uri.getPath() == null || uri.getPath().indexOf('/', 1) < 0) {
            throw new EntraException(Aadsts.UNKNOWN_INSTANCE);
        }
        List<Map<String, Object>> metadata = new ArrayList<>();
        for (List<String> cloud : Clouds.HOSTS) {
            // The public cloud alone stores tokens under another host than it asks.
            metadata.add(
                    instance(cloud.get(0), cloud.equals(Clouds.HOSTS.get(0)) ? cloud.get(1) : cloud.get(0), cloud));
        }
        if (!Clouds.isHost(own)) {
            metadata.add(instance(own, own, List.of(own)));
        }
        String tenant = uri.getPath().substring(1, uri.getPath().indexOf('/', 1));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "tenant_discovery_endpoint",
                "https://" + authority + "/" + tenant + "/v2.0/.well-known/openid-configuration");
        body.put("api-version", "1.1");
        body.put("metadata", metadata);
        return cacheable(body);
    }

    /** Answers where the user of a name signs in: here, when the domain is that of a tenant. */
    ServerResponse realm(ServerRequest request) {
        String name = request.pathParameter("user");
        String domain = name.substring(name.indexOf('@') + 1);
        boolean known =
                directory.user(name).isPresent() || directory.tenant(domain).isPresent();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ver", "1.0");
        body.put("account_type", known ? "Managed" : "Unknown");
        body.put("domain_name", domain);
        body.put("cloud_instance_name", "microsoftonline.com");
        body.put("cloud_audience_urn", "urn:federation:MicrosoftOnline");
        return ServerResponse.json(200, body);
    }

    private TenantPath tenant(ServerRequest request) {
        try {
            return TenantPath.resolve(directory, request.pathParameter("tenant"));
        } catch (EntraException unknown) {
            throw unknown.as("invalid_tenant");
        }
    }

    private static Map<String, Object> instance(String network, String cache, List<String> aliases) {
        return Map.of("preferred_network", network, "preferred_cache", cache, "aliases", aliases);
    }

    private static ServerResponse cacheable(Map<String, Object> body) {
        return ServerResponse.json(200, body)
                .header("Cache-Control", "max-age=86400, private")
                .header("Access-Control-Allow-Origin", "*");
    }
}
