package io.github.latchkey.auth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What proves who we are: a sealed family with one immutable class for each way to sign in. A credential does no I/O
 * and holds no token; an engine turns it into a {@link TokenSource}.
 *
 * <p>Two credentials are the same only if they are the same object, so that a token acquired with one secret is never
 * handed to the holder of another. {@link OnBehalfOfCredential} is the exception: a service makes one for each call,
 * and two with the same service principal object and the same user token are equal.
 */
public sealed interface Credential
        permits ServicePrincipalCredential,
                ManagedIdentityCredential,
                OnBehalfOfCredential,
                RefreshTokenCredential,
                UserCredential {

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
    static ClientSecretCredential clientSecret(
            @Nullable String tenantId, @Nullable String clientId, @Nullable String clientSecret) {
        return clientSecret()
                .tenantId(tenantId)
                .clientId(clientId)
                .clientSecret(clientSecret)
                .build();
    }

    /**
     * Starts a service principal with a certificate.
     *
     * @return a builder
     */
    static ClientCertificateCredential.Builder clientCertificate() {
        return new ClientCertificateCredential.Builder();
    }

    /**
     * Starts a service principal that proves itself with signed assertions from elsewhere.
     *
     * @return a builder
     */
    static ClientAssertionCredential.Builder clientAssertion() {
        return new ClientAssertionCredential.Builder();
    }

    /**
     * Starts a service principal that proves itself with the token file of a Kubernetes workload.
     *
     * @return a builder
     */
    static WorkloadIdentityCredential.Builder workloadIdentity() {
        return new WorkloadIdentityCredential.Builder();
    }

    /**
     * Makes what the usual {@code AZURE_*} variables describe: {@code AZURE_TENANT_ID} and {@code AZURE_CLIENT_ID} with
     * {@code AZURE_CLIENT_SECRET} or {@code AZURE_CLIENT_CERTIFICATE_PATH} (and
     * {@code AZURE_CLIENT_CERTIFICATE_PASSWORD}, {@code AZURE_CLIENT_SEND_CERTIFICATE_CHAIN}) are a service principal;
     * {@code AZURE_CLIENT_ID} with {@code AZURE_USERNAME} and {@code AZURE_PASSWORD} are a user, whose tenant is
     * optional, for tests. Optional for all is {@code AZURE_AUTHORITY_HOST}. Of several proofs the first in this order
     * counts.
     *
     * @param environment the variables, usually {@link System#getenv()}
     * @return a {@link ClientSecretCredential}, a {@link ClientCertificateCredential} or a
     *     {@link UsernamePasswordCredential}
     * @throws CredentialUnavailableException if variables are missing; the message names them
     * @throws InvalidOptionException if a value can never work
     */
    static Credential environment(Map<String, String> environment) {
        return EnvironmentVariables.credential(environment);
    }

    /**
     * Makes the identity of a Kubernetes workload that the variables of its webhook describe: {@code AZURE_TENANT_ID},
     * {@code AZURE_CLIENT_ID}, {@code AZURE_FEDERATED_TOKEN_FILE} and {@code AZURE_AUTHORITY_HOST}.
     *
     * @param environment the variables, usually {@link System#getenv()}
     * @return the credential
     * @throws CredentialUnavailableException if variables are missing; the message names them
     * @throws InvalidOptionException if a value can never work
     */
    static WorkloadIdentityCredential workloadIdentity(Map<String, String> environment) {
        return EnvironmentVariables.workloadIdentity(environment);
    }

    /**
     * Starts the managed identity of the machine or service that the program runs on.
     *
     * @return a builder
     */
    static ManagedIdentityCredential.Builder managedIdentity() {
        return new ManagedIdentityCredential.Builder();
    }

    /**
     * Makes a service that calls on behalf of the user who called it.
     *
     * @param client who the service is
     * @param userAssertion the access token that the user sent, without {@code "Bearer "}
     * @return the credential
     * @throws InvalidOptionException if the user's token is blank
     */
    static OnBehalfOfCredential onBehalfOf(ServicePrincipalCredential client, @Nullable String userAssertion) {
        return new OnBehalfOfCredential(client, userAssertion);
    }

    /**
     * Starts a user for whom the host keeps a refresh token.
     *
     * @return a builder
     */
    static RefreshTokenCredential.Builder refreshToken() {
        return new RefreshTokenCredential.Builder();
    }

    /**
     * Starts a user who signs in with the system's browser.
     *
     * @return a builder
     */
    static InteractiveBrowserCredential.Builder interactiveBrowser() {
        return new InteractiveBrowserCredential.Builder();
    }

    /**
     * Starts a user who signs in on another device.
     *
     * @return a builder
     */
    static DeviceCodeCredential.Builder deviceCode() {
        return new DeviceCodeCredential.Builder();
    }

    /**
     * Starts a user who signed in to a web application.
     *
     * @return a builder
     */
    static AuthorizationCodeCredential.Builder authorizationCode() {
        return new AuthorizationCodeCredential.Builder();
    }

    /**
     * Starts a user who is known by name and password. <b>For tests only:</b> it fails for every user with a second
     * factor, and teaches people to give their password to programs.
     *
     * @return a builder
     */
    static UsernamePasswordCredential.Builder usernamePassword() {
        return new UsernamePasswordCredential.Builder();
    }
}
