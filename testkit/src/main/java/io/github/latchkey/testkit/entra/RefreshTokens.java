package io.github.latchkey.testkit.entra;

import java.time.Duration;
import java.time.Instant;

/** Hands out refresh tokens and knows what stands behind them. An old one stays good when a new one is handed out. */
final class RefreshTokens {

    private static final String PREFIX = "1.";

    private final Vault<Entry> vault = new Vault<>();
    private final EntraOptions options;
    private final Ids ids;

    RefreshTokens(EntraOptions options, Ids ids) {
        this.options = options;
        this.ids = ids;
    }

    String issue(EntraApp app, SignIn signIn) {
        String handle = PREFIX + ids.opaque(48);
        vault.put(handle, new Entry(app.clientId(), signIn, options.clock().instant()));
        return handle;
    }

    Entry redeem(String handle, EntraApp app, TenantPath path) {
        if (!handle.startsWith(PREFIX)) {
            throw new EntraException(Aadsts.MALFORMED_GRANT);
        }
        Entry entry = vault.get(handle)
                .filter(one -> one.clientId().equals(app.clientId()))
                .orElseThrow(() -> new EntraException(Aadsts.GRANT_UNUSABLE));
        if (path.tenant().isPresent()
                && !path.tenant().get().id().equals(entry.signIn().tenantId())) {
            throw new EntraException(Aadsts.GRANT_OF_OTHER_TENANT);
        }
        Duration lifetime = options.refreshTokenLifetime();
        if (!options.clock().instant().isBefore(entry.issuedAt().plus(lifetime))) {
            throw new EntraException(Aadsts.REFRESH_TOKEN_EXPIRED, entry.issuedAt(), lifetime);
        }
        return entry;
    }

    record Entry(String clientId, SignIn signIn, Instant issuedAt) {}
}
