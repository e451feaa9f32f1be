package io.github.latchkey.testkit.batch.signin;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.AuthenticationMode;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.rbac.AccessControl;
import io.github.latchkey.testkit.batch.rbac.Permission;
import io.github.latchkey.testkit.batch.service.BatchService;
import io.github.latchkey.testkit.batch.service.Permit;
import io.github.latchkey.testkit.batch.service.Refusal;
import io.github.latchkey.testkit.entra.TokenRejectedException;
import io.github.latchkey.testkit.entra.TokenVerifier;
import io.github.latchkey.testkit.entra.VerifiedToken;
import io.github.latchkey.testkit.http.Percent;
import io.github.latchkey.testkit.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Admits callers of one account: with a token of a trusted issuer, or with the shared key. */
public final class Gatekeeper implements BatchService.Entrance {

    /** The name under which the needs of shared-key callers are noted. */
    public static final String SHARED_KEY = "shared key";

    private final GateOptions options;
    private final AccessControl access;
    private final AtomicReference<@Nullable String> pendingChallenge = new AtomicReference<>();
    private final Map<VerifiedToken, String> challenged = new ConcurrentHashMap<>();
    private volatile SharedKey key;
    private volatile boolean disabled;

    /**
     * What the gate is like.
     *
     * @param account the account's name
     * @param modes the ways to authenticate that are allowed
     * @param audience what tokens must be for, compared exactly
     * @param tenantId the tenant that tokens must come from, {@code null} when any trusted one will do
     * @param authority the address that challenges name for sign-in
     * @param quirks decide whether some permissions count for more
     * @param clock what time it is
     * @param verifiers believe tokens, each those of one issuer
     * @param taskTokens tells which job a token of a task is good for, {@code null} for other tokens
     */
    public record GateOptions(
            String account,
            Set<AuthenticationMode> modes,
            String audience,
            @Nullable String tenantId,
            String authority,
            BatchQuirks quirks,
            Clock clock,
            List<TokenVerifier> verifiers,
            Function<String, @Nullable String> taskTokens) {}

    /**
     * Makes a gate.
     *
     * @param options what it is like
     * @param sharedKey the account's key, in base64
     * @param access decides what callers with tokens may do
     */
    public Gatekeeper(GateOptions options, String sharedKey, AccessControl access) {
        this.options = options;
        this.access = access;
        this.key = new SharedKey(options.account(), sharedKey, options.clock());
    }

    /**
     * Changes the account's key; the old one is refused from now on.
     *
     * @param sharedKey the new key, in base64
     */
    public void replaceKey(String sharedKey) {
        key = new SharedKey(options.account(), sharedKey, options.clock());
    }

    /**
     * Begins again: the account is enabled, and no token is challenged.
     *
     * @param sharedKey the account's key, in base64
     */
    public void reset(String sharedKey) {
        replaceKey(sharedKey);
        disabled = false;
        pendingChallenge.set(null);
        challenged.clear();
    }

    /**
     * Refuses everybody, or lets them in again.
     *
     * @param isDisabled whether the account is disabled
     */
    public void disable(boolean isDisabled) {
        disabled = isDisabled;
    }

    /**
     * Refuses the next valid token with a claims challenge. That very token stays refused; others are not.
     *
     * @param claims the claims that a new token must be asked for with, as JSON
     */
    public void challenge(String claims) {
        pendingChallenge.set(claims);
    }

    @Override
    public Permit admit(ServerRequest request) {
        if (disabled) {
            throw Refusal.disabled();
        }
        String header = request.headers().text("Authorization");
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? header : header.substring(0, blank);
        String credential = blank < 0 ? "" : header.substring(blank + 1).strip();
        String job = options.taskTokens().apply(credential);
        if (scheme.equalsIgnoreCase("Bearer") && job != null) {
            requireMode(AuthenticationMode.TASK_TOKEN);
            return ofTask(request, job);
        }
        if (scheme.equalsIgnoreCase("Bearer")) {
            requireMode(AuthenticationMode.ENTRA);
            return bearer(request, credential);
        }
        if (scheme.equalsIgnoreCase("SharedKey")) {
            requireMode(AuthenticationMode.SHARED_KEY);
            key.verify(request, credential);
            return new KeyHolder(request);
        }
        String detail = header.isEmpty()
                ? "The request has no Authorization header"
                : "The scheme of the Authorization header is neither Bearer nor SharedKey";
        throw Refusal.unauthorized(detail, List.of(challenge()));
    }

    /** Whoever has the shared key may do everything that keys are good for. */
    private final class KeyHolder implements Permit {

        private final ServerRequest request;

        KeyHolder(ServerRequest request) {
            this.request = request;
        }

        @Override
        public boolean allows(Permission permission) {
            access.note(SHARED_KEY, "", permission, request);
            return true;
        }

        @Override
        public boolean isSharedKey() {
            return true;
        }
    }

    private Permit ofTask(ServerRequest request, String job) {
        String own = "/jobs/" + job.toLowerCase(Locale.ROOT);
        String path = Percent.decode(request.path()).toLowerCase(Locale.ROOT);
        if (!path.equals(own) && !path.startsWith(own + "/")) {
            throw Refusal.forbidden("The token of a task of the job '" + job + "' is good for that job only");
        }
        return permission -> true;
    }

    private void requireMode(AuthenticationMode mode) {
        if (!options.modes().contains(mode)) {
            throw Refusal.forbidden("The specified type of authentication " + mode.wireName()
                    + " is not allowed when accessing this account");
        }
    }

    private Permit bearer(ServerRequest request, String token) {
        VerifiedToken verified = verify(token);
        String tenantId = options.tenantId();
        if (tenantId != null && !tenantId.equalsIgnoreCase(verified.tenantId())) {
            throw Refusal.unauthorized(
                    "The access token is from the wrong tenant '" + verified.tenantId()
                            + "'. It must match the tenant '" + tenantId + "' of this account's subscription.",
                    List.of(challenge()));
        }
        checkChallenge(verified);
        Set<String> groups = groups(verified);
        return permission -> {
            access.note(verified.objectId(), verified.clientId(), permission, request);
            return allows(verified.objectId(), groups, permission);
        };
    }

    private VerifiedToken verify(String token) {
        TokenRejectedException rejection = null;
        for (TokenVerifier verifier : options.verifiers()) {
            try {
                return verifier.verify(token, Set.of(options.audience()));
            } catch (TokenRejectedException rejected) {
                boolean closer = rejection == null || rejection.reason() == TokenRejectedException.Reason.UNKNOWN_KEY;
                rejection = closer ? rejected : rejection;
            }
        }
        if (rejection == null) {
            throw Refusal.unauthorized("The account trusts no issuer of tokens", List.of(challenge()));
        }
        String detail = String.valueOf(rejection.getMessage());
        boolean revoked = rejection.reason() == TokenRejectedException.Reason.REVOKED;
        String nbf = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\""
                + options.clock().instant().getEpochSecond() + "\"}}}";
        throw Refusal.unauthorized(detail, List.of(revoked ? claimsChallenge(nbf) : challenge()));
    }

    private void checkChallenge(VerifiedToken token) {
        if (pendingChallenge.get() == null && challenged.isEmpty()) {
            return;
        }
        String earlier = challenged.get(token);
        String claims = earlier != null ? earlier : pendingChallenge.getAndSet(null);
        if (claims != null) {
            challenged.put(token, claims);
            throw Refusal.unauthorized(
                    "The access token does not have the claims that are needed", List.of(claimsChallenge(claims)));
        }
    }

    private boolean allows(String principal, Set<String> groups, Permission permission) {
        boolean read = permission.operation().endsWith("/read");
        return access.allows(principal, groups, permission)
                || (options.quirks().listKeysGrantsAll()
                        && access.allows(principal, groups, Permission.action("listKeys/action")))
                || (read
                        && options.quirks().accountReadGrantsReads()
                        && access.allows(principal, groups, Permission.action("read")));
    }

    private static Set<String> groups(VerifiedToken token) {
        Set<String> groups = new HashSet<>();
        for (JsonNode group : token.claims().path("groups")) {
            groups.add(group.asText());
        }
        return groups;
    }

    /**
     * Says where tokens for this account come from.
     *
     * @return the {@code WWW-Authenticate} header of an ordinary 401
     */
    public String challenge() {
        return "Bearer authorization_uri=\"" + options.authority() + "\", resource_id=\"" + options.audience() + "\"";
    }

    /**
     * Asks for a token with certain claims.
     *
     * @param claims what it must be asked for with, as JSON
     * @return the {@code WWW-Authenticate} header of a claims challenge
     */
    public String claimsChallenge(String claims) {
        return "Bearer realm=\"\", authorization_uri=\"" + options.authority()
                + "/oauth2/authorize\", error=\"insufficient_claims\", claims=\""
                + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "\"";
    }
}
