package io.github.latchkey.auth;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service principal that proves itself with the token that Kubernetes projects into a file. The file is rotated while
 * the program runs, so it is read anew on each flight.
 */
public final class WorkloadIdentityCredential extends ServicePrincipalCredential {

    private final Path tokenFile;

    private WorkloadIdentityCredential(Builder builder) {
        super(builder);
        this.tokenFile = Options.require("tokenFile", builder.tokenFile);
    }

    /**
     * Returns the file with the federated token.
     *
     * @return its path
     */
    public Path tokenFile() {
        return tokenFile;
    }

    /** Builds a {@link WorkloadIdentityCredential}; tenant, client and file are required. Not thread-safe. */
    public static final class Builder extends ApplicationBuilder<Builder> {

        private @Nullable Path tokenFile;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Takes tenant, client, file and authority from {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID},
         * {@code AZURE_FEDERATED_TOKEN_FILE} and {@code AZURE_AUTHORITY_HOST}, as the workload identity webhook sets
         * them. Variables that are absent change nothing.
         *
         * @param environment the variables, usually {@link System#getenv()}
         * @return this builder
         * @throws InvalidOptionException if a value can never work
         */
        public Builder environment(Map<String, String> environment) {
            EnvironmentVariables variables = new EnvironmentVariables(environment);
            variables.find("AZURE_TENANT_ID").ifPresent(this::tenantId);
            variables.find("AZURE_CLIENT_ID").ifPresent(this::clientId);
            variables.find("AZURE_FEDERATED_TOKEN_FILE").map(Path::of).ifPresent(this::tokenFile);
            variables.cloud().ifPresent(this::cloud);
            return this;
        }

        /**
         * Sets the file with the federated token.
         *
         * @param tokenFile the file; required; read anew on each flight
         * @return this builder
         */
        public Builder tokenFile(Path tokenFile) {
            this.tokenFile = Objects.requireNonNull(tokenFile, "tokenFile");
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the tenant, the client or the file is missing
         */
        public WorkloadIdentityCredential build() {
            return new WorkloadIdentityCredential(this);
        }
    }
}
