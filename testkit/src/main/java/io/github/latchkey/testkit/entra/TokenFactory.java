package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes signed tokens with the claims that the service puts into them. */
final class TokenFactory {

    /** Tokens are valid from a little before they are issued, so that clocks may differ. */
    private static final long BACKDATED = 300;

    /** The directory roles of a global administrator and of everybody. */
    private static final String ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";

    private static final String MEMBER = "b79fbf4d-3ef9-4689-8143-76b194e85509";

    private final EntraOptions options;
    private final KeyRing keys;
    private final Ids ids;
    private final IssuedTokens issued;

    TokenFactory(EntraOptions options, KeyRing keys, Ids ids, IssuedTokens issued) {
        this.issued = issued;
        this.options = options;
        this.keys = keys;
        this.ids = ids;
    }

    /** Makes the access token of an application. */
    Token forApp(Asking asking, Access access) {
        String objectId = asking.app().servicePrincipalId(asking.tenantId());
        Map<String, Object> claims = new LinkedHashMap<>();
        Token.Life life = begin(claims, asking, access);
        putPrincipal(claims, objectId);
        Set<String> roles = asking.app().roles(access.resource());
        if (!roles.isEmpty()) {
            claims.put("roles", new ArrayList<>(new TreeSet<>(roles)));
        }
        return finish(claims, access, life);
    }

    /** Makes the access token of a managed identity. */
    Token forManagedIdentity(Asking asking, Access access, ManagedIdentity identity) {
        Map<String, Object> claims = new LinkedHashMap<>();
        Token.Life life = begin(claims, asking, access, options.managedIdentityLifetime());
        putPrincipal(claims, identity.objectId());
        claims.put("xms_mirid", identity.resourceId());
        return finish(claims, access, life);
    }

    /** Makes the access token of a user. */
    Token forUser(Asking asking, Access access, SignIn signIn, Set<String> scopes) {
        EntraUser user = signIn.user();
        Map<String, Object> claims = new LinkedHashMap<>();
        Token.Life life = begin(claims, asking, access);
        claims.put("acr", "1");
        claims.put("amr", signIn.methods());
        claims.put("oid", user.objectId());
        claims.put("sub", pairwise(user, asking.app()));
        claims.put("name", user.displayName());
        claims.put("given_name", user.givenName());
        claims.put("family_name", user.familyName());
        claims.put("ipaddr", "127.0.0.1");
        claims.put(
                "puid",
                Ids.derived("puid", user.objectId())
                        .replace("-", "")
                        .substring(0, 16)
                        .toUpperCase(Locale.ROOT));
        if (access.resource().tokenVersion() == 2) {
            claims.put("preferred_username", user.name());
        } else {
            claims.put("upn", user.name());
            claims.put("unique_name", user.name());
        }
        claims.put("scp", String.join(" ", new TreeSet<>(scopes)));
        claims.put("wids", user.administrator() ? List.of(ADMINISTRATOR, MEMBER) : List.of(MEMBER));
        if (claims.containsKey("xms_cc")) {
            claims.put("xms_ssm", "1");
        }
        return finish(claims, access, life);
    }

    /** Makes the id token of a user, which is for the application itself. */
    String idToken(Asking asking, EntraUser user, int version, String nonce) {
        long now = options.clock().instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", asking.app().clientId());
        claims.put("iss", issuer(version, asking));
        claims.put("iat", now - BACKDATED);
        claims.put("nbf", now - BACKDATED);
        claims.put("exp", now + 3600);
        claims.put("name", user.displayName());
        claims.put("oid", user.objectId());
        claims.put("sub", pairwise(user, asking.app()));
        claims.put("tid", asking.tenantId());
        claims.put("ver", version == 1 ? "1.0" : "2.0");
        claims.put("uti", ids.tokenId());
        if (version == 1) {
            claims.put("upn", user.name());
            claims.put("unique_name", user.name());
        } else {
            claims.put("preferred_username", user.name());
        }
        if (!nonce.isEmpty()) {
            claims.put("nonce", nonce);
        }
        return sign(claims);
    }

    /** Tells how the issuer of a tenant is written in tokens of a version. */
    String issuer(int version, Asking asking) {
        return Issuers.of(version, asking.tenantId(), asking.origin(), options.issuerStyle());
    }

    /** Returns the base64 form of user and tenant that clients make their account ids of. */
    static String clientInfo(EntraUser user, String tenantId) {
        String json = "{\"uid\":\"" + user.objectId() + "\",\"utid\":\"" + tenantId + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void putPrincipal(Map<String, Object> claims, String objectId) {
        claims.put("idp", claims.get("iss"));
        claims.put("idtyp", "app");
        claims.put("oid", objectId);
        claims.put("sub", objectId);
    }

    private Token.Life begin(Map<String, Object> claims, Asking asking, Access access) {
        return begin(claims, asking, access, options.lifetime(asking.canBeRevoked(access), ids));
    }

    private Token.Life begin(Map<String, Object> claims, Asking asking, Access access, long lifetime) {
        int version = access.resource().tokenVersion();
        long now = options.clock().instant().getEpochSecond();
        claims.put("aud", access.audienceClaim());
        claims.put("iss", issuer(version, asking));
        claims.put("iat", now - BACKDATED);
        claims.put("nbf", now - BACKDATED);
        claims.put("exp", now + lifetime);
        claims.put("aio", ids.opaque(24));
        claims.put(version == 2 ? "azp" : "appid", asking.app().clientId());
        claims.put(version == 2 ? "azpacr" : "appidacr", asking.proof().claim());
        claims.put("rh", "1." + ids.opaque(12) + ".");
        claims.put("tid", asking.tenantId());
        claims.put("uti", ids.tokenId());
        claims.put("ver", version == 2 ? "2.0" : "1.0");
        if (asking.canBeRevoked(access)) {
            claims.put("xms_cc", asking.capabilities());
        }
        return new Token.Life(now, lifetime);
    }

    private Token finish(Map<String, Object> claims, Access access, Token.Life life) {
        return new Token(sign(claims), access, life);
    }

    private String sign(Map<String, Object> claims) {
        SigningKey key = keys.signing();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "JWT");
        header.put("alg", "RS256");
        if ("1.0".equals(claims.get("ver"))) {
            header.put("x5t", key.id());
        }
        header.put("kid", key.id());
        String token = Jwt.sign(header, claims, key.privateKey());
        issued.add(claims);
        return token;
    }

    private static String pairwise(EntraUser user, EntraApp app) {
        return Ids.derived("subject", user.objectId(), app.clientId()).replace("-", "");
    }

    /** Who asks, where and how. */
    record Asking(EntraApp app, String tenantId, Proof proof, String origin, List<String> capabilities) {

        static Asking of(TokenCall call, EntraApp app, String tenantId, Proof proof) {
            return new Asking(app, tenantId, proof, call.origin(), call.capabilities());
        }

        /** Tells whether client and resource both take part in continuous access evaluation. */
        boolean canBeRevoked(Access access) {
            return access.resource().continuousAccess() && capabilities.stream().anyMatch("cp1"::equalsIgnoreCase);
        }
    }
}
