package io.github.latchkey.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** Returns the cloud that {@code AZURE_AUTHORITY_HOST} names; Batch is the public cloud's where the host is unknown. */
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

    static ServicePrincipalCredential servicePrincipal(Map<String, String> environment) {
        EnvironmentVariables variables = new EnvironmentVariables(environment);
        Optional<String> secret = variables.find("AZURE_CLIENT_SECRET");
        Optional<String> certificate = variables.find("AZURE_CLIENT_CERTIFICATE_PATH");
        List<String> missing = new ArrayList<>();
        for (String name : List.of("AZURE_TENANT_ID", "AZURE_CLIENT_ID")) {
            if (variables.find(name).isEmpty()) {
                missing.add(name);
            }
        }
        if (secret.isEmpty() && certificate.isEmpty()) {
            missing.add("AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH");
        }
        if (!missing.isEmpty()) {
            throw new CredentialUnavailableException(
                    "The environment describes no service principal: not set are " + String.join(", ", missing),
                    ErrorDetails.NONE,
                    null);
        }
        if (secret.isPresent()) {
            return variables
                    .addTo(new ClientSecretCredential.Builder())
                    .clientSecret(secret.get())
                    .build();
        }
        ClientCertificateCredential.Builder builder = variables.addTo(new ClientCertificateCredential.Builder());
        builder.certificateFile(
                Path.of(certificate.orElseThrow()),
                variables.find("AZURE_CLIENT_CERTIFICATE_PASSWORD").orElse(null));
        variables
                .find("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN")
                .ifPresent(value -> builder.sendCertificateChain(value.equals("1") || value.equalsIgnoreCase("true")));
        return builder.build();
    }

    private <B extends ApplicationBuilder<B>> B addTo(B builder) {
        cloud().ifPresent(builder::cloud);
        return builder.tenantId(find("AZURE_TENANT_ID").orElseThrow())
                .clientId(find("AZURE_CLIENT_ID").orElseThrow());
    }
}
