package io.github.latchkey.testkit;

import java.net.URI;
import java.util.Objects;

/**
 * What a program needs to sign in as itself by the client credentials grant of OAuth 2.0. Immutable.
 * {@link #toString()} does not show the secret.
 */
public final class ClientCredentials {

    private final URI authorityHost;
    private final String tenantId;
    private final String clientId;
    private final String clientSecret;
    private final String scope;

    ClientCredentials(URI authorityHost, String tenantId, String clientId, String clientSecret, String scope) {
        this.authorityHost = authorityHost;
        this.tenantId = tenantId;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.scope = scope;
    }

    /**
     * Returns the address of Entra ID, which stands in for {@code https://login.microsoftonline.com}.
     *
     * @return scheme, host and port, without a slash at the end
     */
    public URI authorityHost() {
        return authorityHost;
    }

    /**
     * Returns where tokens are asked for.
     *
     * @return the tenant's token endpoint, version 2
     */
    public URI tokenEndpoint() {
        return URI.create(authorityHost + "/" + tenantId + "/oauth2/v2.0/token");
    }

    /**
     * Returns the tenant.
     *
     * @return a GUID
     */
    public String tenantId() {
        return tenantId;
    }

    /**
     * Returns the application.
     *
     * @return a GUID
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Returns the application's secret.
     *
     * @return the secret in clear
     */
    public String clientSecret() {
        return clientSecret;
    }

    /**
     * Returns the scope of tokens for Batch. Its two slashes are right: the audience ends in one.
     *
     * @return {@code https://batch.core.windows.net//.default} unless the account has another audience
     */
    public String scope() {
        return scope;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientCredentials that
                && authorityHost.equals(that.authorityHost)
                && tenantId.equals(that.tenantId)
                && clientId.equals(that.clientId)
                && clientSecret.equals(that.clientSecret)
                && scope.equals(that.scope);
    }

    @Override
    public int hashCode() {
        return Objects.hash(authorityHost, tenantId, clientId, clientSecret, scope);
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + authorityHost + ", tenant " + tenantId + ", client " + clientId + ", secret ***, "
                + scope + "]";
    }
}
