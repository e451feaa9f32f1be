package io.github.latchkey.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code AZURE_*} variables that Microsoft's own libraries use. An empty variable counts as absent. */
final class EnvironmentVariables {

    private final Map<String, String> variables;

    EnvironmentVariables(Map<String, String> variables) {
        this.variables = variables;
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * Returns the cloud that {@code AZURE_AUTHORITY_HOST} names; Batch is the public cloud's where the host is unknown.
     */
    Optional<Cloud> cloud() {
        return find("AZURE_AUTHORITY_HOST").map(EnvironmentVariables::cloudOf);
    }

    private static Cloud cloudOf(String host) {
        try {
            return Cloud.ofAuthorityHost(new URI(host));
        } catch (URISyntaxException e) {
            throw new InvalidOptionException(
                    "AZURE_AUTHORITY_HOST", host, "it is no URL; give one as https://login.microsoftonline.com.");
        }
    }

    /** Reads who we are; of several proofs a secret goes before a certificate, and both before a password. */
    static Credential credential(Map<String, String> environment) {
        EnvironmentVariables variables = new EnvironmentVariables(environment);
        Optional<String> secret = variables.find("AZURE_CLIENT_SECRET");
        Optional<String> certificate = variables.find("AZURE_CLIENT_CERTIFICATE_PATH");
        boolean isUser = secret.isEmpty() && certificate.isEmpty() && variables.has("AZURE_USERNAME", "AZURE_PASSWORD");
        List<String> missing =
                variables.missing(isUser ? List.of("AZURE_CLIENT_ID") : List.of("AZURE_TENANT_ID", "AZURE_CLIENT_ID"));
        if (secret.isEmpty() && certificate.isEmpty() && !isUser) {
            missing.add("AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH, or AZURE_USERNAME with AZURE_PASSWORD");
        }
        if (!missing.isEmpty()) {
            throw new CredentialUnavailableException(
                    "The environment describes neither a service principal nor a user: not set are "
                            + String.join(", ", missing),
                    ErrorDetails.NONE,
                    null);
        }
        if (isUser) {
            return variables
                    .addTo(new UsernamePasswordCredential.Builder())
                    .username(variables.find("AZURE_USERNAME").orElseThrow())
                    .password(variables.find("AZURE_PASSWORD").orElseThrow())
                    .build();
        }
        return secret.<Credential>map(value -> variables
                        .addTo(new ClientSecretCredential.Builder())
                        .clientSecret(value)
                        .build())
                .orElseGet(() -> variables.certificate(Path.of(certificate.orElseThrow())));
    }

    private ClientCertificateCredential certificate(Path file) {
        ClientCertificateCredential.Builder builder = addTo(new ClientCertificateCredential.Builder());
        builder.certificateFile(file, find("AZURE_CLIENT_CERTIFICATE_PASSWORD").orElse(null));
        find("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN")
                .ifPresent(value -> builder.sendCertificateChain(value.equals("1") || value.equalsIgnoreCase("true")));
        return builder.build();
    }

    /** Reads the identity of a Kubernetes workload. */
    static WorkloadIdentityCredential workloadIdentity(Map<String, String> environment) {
        List<String> missing = new EnvironmentVariables(environment)
                .missing(List.of("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"));
        if (!missing.isEmpty()) {
            throw new CredentialUnavailableException(
                    "The environment describes no workload identity: not set are " + String.join(", ", missing),
                    ErrorDetails.NONE,
                    null);
        }
        return new WorkloadIdentityCredential.Builder().environment(environment).build();
    }

    private boolean has(String... names) {
        return Arrays.stream(names).allMatch(name -> find(name).isPresent());
    }

    private List<String> missing(List<String> names) {
        List<String> missing = new ArrayList<>(names);
        missing.removeIf(name -> find(name).isPresent());
        return missing;
    }

    private <B extends ApplicationBuilder<B>> B addTo(B builder) {
        cloud().ifPresent(builder::cloud);
        find("AZURE_TENANT_ID").ifPresent(builder::tenantId);
        return builder.clientId(find("AZURE_CLIENT_ID").orElseThrow());
    }
}
