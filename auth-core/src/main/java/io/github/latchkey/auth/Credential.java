package io.github.latchkey.auth;

/**
 * What proves who we are: a sealed family with one immutable class for each way to sign in. A credential does no I/O and
 * holds no token; an engine turns it into a {@link TokenSource}.
 *
 * <p>Two credentials are the same only if they are the same object, so that a token acquired with one secret is never
 * handed to the holder of another.
 */
public sealed interface Credential permits ClientSecretCredential {

    /**
     * Returns the cloud in which the credential signs in.
     *
     * @return the cloud
     */
    Cloud cloud();

    /**
     * Starts a service principal with a client secret.
     *
     * @return a builder
     */
    static ClientSecretCredential.Builder clientSecret() {
        return new ClientSecretCredential.Builder();
    }

    /**
     * Makes a service principal with a client secret in the public cloud.
     *
     * @param tenantId the tenant's id or one of its domains
     * @param clientId the application (client) id
     * @param clientSecret the secret's value
     * @return the credential
     * @throws InvalidOptionException if an argument can never work
     */
    static ClientSecretCredential clientSecret(String tenantId, String clientId, String clientSecret) {
        return clientSecret()
                .tenantId(tenantId)
                .clientId(clientId)
                .clientSecret(clientSecret)
                .build();
    }
}
