package io.github.latchkey.auth.cli;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The developer who is signed in to the Azure Developer CLI: runs {@code azd auth token} for each call. Absent, not
 * signed in, too old and too slow are {@link io.github.latchkey.auth.CredentialUnavailableException}s that say which;
 * what Entra ID refused otherwise keeps its AADSTS number. Cancelling a call ends the tool.
 */
public final class AzureDeveloperCliTokenSource implements TokenSource, CommandLineTool.AnswerReader {

    private final CommandLineTool tool;
    private final @Nullable String tenantId;

    private AzureDeveloperCliTokenSource(Builder builder) {
        this.tenantId = builder.tenantId;
        this.tool = new CommandLineTool(
                "The Azure Developer CLI",
                "azd",
                tenantId == null ? "azd auth login" : "azd auth login --tenant-id " + tenantId,
                "https://aka.ms/azd",
                builder.options());
    }

    /**
     * Starts a source.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        return tool.run(request, this::arguments, this);
    }

    private List<String> arguments(TokenRequest request) {
        List<String> arguments = new ArrayList<>(List.of("auth", "token", "--output", "json", "--no-prompt"));
        for (String scope : request.scopes()) {
            arguments.add("--scope");
            arguments.add(scope);
        }
        String tenant = request.tenantId().orElse(tenantId);
        if (tenant != null) {
            arguments.addAll(List.of("--tenant-id", tenant));
        }
        return arguments;
    }

    @Override
    public String tokenMember() {
        return "token";
    }

    @Override
    public Instant expiresAt(Map<String, String> answer) {
        return OffsetDateTime.parse(answer.getOrDefault("expiresOn", "")).toInstant();
    }

    @Override
    public String toString() {
        return "AzureDeveloperCliTokenSource[tenantId=" + tenantId + "]";
    }

    /** Builds an {@link AzureDeveloperCliTokenSource}; nothing is required. Not thread-safe. */
    public static final class Builder extends CommandLineBuilder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Builds the source. Runs nothing.
         *
         * @return a source without a cache
         */
        public AzureDeveloperCliTokenSource build() {
            return new AzureDeveloperCliTokenSource(this);
        }
    }
}
