package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/**
 * A service that calls another one on behalf of the user who called it: it exchanges the user's token for one of its
 * own (RFC 7523, section 2.1). Immutable.
 *
 * <p>The token that comes back is the user's: keep it for this credential alone. Two credentials with the same service
 * principal object and the same user token are equal, so that a service may make one for each call and still find the
 * token it has.
 */
public final class OnBehalfOfCredential implements Credential {

    private final ServicePrincipalCredential client;
    private final String userAssertion;

    OnBehalfOfCredential(ServicePrincipalCredential client, @Nullable String userAssertion) {
        this.client = client;
        this.userAssertion = Secrets.requireHeaderSafe("userAssertion", userAssertion);
    }

    @Override
    public Cloud cloud() {
        return client.cloud();
    }

    /**
     * Returns who the service is.
     *
     * @return the service principal
     */
    public ServicePrincipalCredential client() {
        return client;
    }

    /**
     * Returns the access token that the user sent.
     *
     * @return the secret
     */
    public String userAssertion() {
        return userAssertion;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OnBehalfOfCredential that
                        && client.equals(that.client)
                        && userAssertion.equals(that.userAssertion));
    }

    @Override
    public int hashCode() {
        return 31 * client.hashCode() + userAssertion.hashCode();
    }

    /**
     * Describes the credential without its secrets.
     *
     * @return the service principal
     */
    @Override
    public String toString() {
        return "OnBehalfOfCredential[client=" + client + "]";
    }
}
