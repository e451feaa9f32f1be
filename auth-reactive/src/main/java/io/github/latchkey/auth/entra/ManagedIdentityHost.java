package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.ManagedIdentityCredential.IdType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where Azure hands out tokens of managed identities, in the order in which the variables are looked at. */
enum ManagedIdentityHost {
    SERVICE_FABRIC(
            "Service Fabric",
            List.of("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT"),
            "2019-07-01-preview",
            "secret",
            "client_id",
            "object_id",
            "mi_res_id"),
    /** Functions and Container Apps are the same. */
    APP_SERVICE(
            "App Service",
            List.of("IDENTITY_ENDPOINT", "IDENTITY_HEADER"),
            "2019-08-01",
            "X-IDENTITY-HEADER",
            "client_id",
            "principal_id",
            "mi_res_id"),
    /** The first version of App Service, which Azure Machine Learning still speaks. */
    APP_SERVICE_2017(
            "Azure Machine Learning or App Service (2017-09-01)",
            List.of("MSI_ENDPOINT", "MSI_SECRET"),
            "2017-09-01",
            "secret",
            "clientid",
            null,
            null),
    CLOUD_SHELL("Cloud Shell", List.of("MSI_ENDPOINT"), null, null, null, null, null),
    AZURE_ARC("Azure Arc", List.of("IDENTITY_ENDPOINT", "IMDS_ENDPOINT"), "2020-06-01", null, null, null, null),
    INSTANCE_METADATA(
            "the instance metadata service", List.of(), "2018-02-01", null, "client_id", "object_id", "msi_res_id");

    private static final String TOKEN_PATH = "/metadata/identity/oauth2/token";

    final String title;
    final @Nullable String apiVersion;
    /** The header that carries the value of the second variable; {@code null} where {@code Metadata: true} does. */
    final @Nullable String secretHeader;

    @SuppressWarnings("ImmutableEnumChecker") // all of them come from List.of
    private final List<String> variables;

    private final @Nullable String clientIdParameter;
    private final @Nullable String objectIdParameter;
    private final @Nullable String resourceIdParameter;

    ManagedIdentityHost(
            String title,
            List<String> variables,
            @Nullable String apiVersion,
            @Nullable String secretHeader,
            @Nullable String clientIdParameter,
            @Nullable String objectIdParameter,
            @Nullable String resourceIdParameter) {
        this.title = title;
        this.variables = variables;
        this.apiVersion = apiVersion;
        this.secretHeader = secretHeader;
        this.clientIdParameter = clientIdParameter;
        this.objectIdParameter = objectIdParameter;
        this.resourceIdParameter = resourceIdParameter;
    }

    /** Finds the host that the variables describe; empty when they describe none. */
    static Optional<ManagedIdentityHost> described(Map<String, String> environment) {
        return Arrays.stream(values())
                .filter(host -> !host.variables.isEmpty())
                .filter(host -> host.variables.stream()
                        .noneMatch(name -> environment.getOrDefault(name, "").isBlank()))
                .findFirst();
    }

    /** Returns the address of the endpoint. */
    String endpoint(Map<String, String> environment) {
        if (this == INSTANCE_METADATA) {
            String host = environment
                    .getOrDefault("AZURE_POD_IDENTITY_AUTHORITY_HOST", "")
                    .strip();
            return (host.isEmpty() ? "http://169.254.169.254" : host.replaceAll("/+$", "")) + TOKEN_PATH;
        }
        String described = environment.getOrDefault(variables.get(0), "").strip();
        return described.isEmpty() && this == AZURE_ARC ? "http://localhost:40342" + TOKEN_PATH : described;
    }

    /** Returns the value of {@link #secretHeader}. */
    String secret(Map<String, String> environment) {
        return environment.getOrDefault(variables.get(1), "").strip();
    }

    /** Returns the parameter that names a user-assigned identity, {@code null} where this kind of id cannot be used. */
    @Nullable
    String parameter(IdType type) {
        return switch (type) {
            case CLIENT_ID -> clientIdParameter;
            case OBJECT_ID -> objectIdParameter;
            case RESOURCE_ID -> resourceIdParameter;
            case SYSTEM_ASSIGNED -> null;
        };
    }
}
