package io.github.latchkey.auth.cli;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.Resources;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The developer who is signed in to the Azure CLI: runs {@code az account get-access-token} for each call. Absent, not
 * signed in, too old and too slow are {@link io.github.latchkey.auth.CredentialUnavailableException}s that say which;
 * what Entra ID refused otherwise keeps its AADSTS number. Cancelling a call ends the tool.
 */
public final class AzureCliTokenSource implements TokenSource, CommandLineTool.AnswerReader {

    private static final String TITLE = "The Azure CLI";

    private final CommandLineTool tool;
    private final @Nullable String tenantId;
    private final @Nullable String subscription;

    private AzureCliTokenSource(Builder builder) {
        this.tenantId = builder.tenantId;
        this.subscription = builder.subscription;
        this.tool = new CommandLineTool(
                TITLE,
                "az",
                tenantId == null ? "az login" : "az login --tenant " + tenantId,
                "https://learn.microsoft.com/cli/azure/install-azure-cli",
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
        // Every version knows resources; scopes came late.
        List<String> arguments = new ArrayList<>(
                List.of("account", "get-access-token", "--output", "json", "--resource", Resources.of(TITLE, request)));
        String tenant = request.tenantId().orElse(tenantId);
        if (tenant != null && subscription != null) {
            throw Options.unusable("credential", besideSubscription(tenant), ErrorDetails.NONE);
        }
        if (subscription != null) {
            arguments.addAll(List.of("--subscription", subscription));
        } else if (tenant != null) {
            arguments.addAll(List.of("--tenant", tenant));
        }
        return arguments;
    }

    /** The tool refuses the two together as well. */
    private static InvalidOptionException besideSubscription(String tenantId) {
        return new InvalidOptionException(
                "tenantId", tenantId, "the subscription stands for its own tenant; leave one of the two out.");
    }

    @Override
    public String tokenMember() {
        return "accessToken";
    }

    @Override
    public Instant expiresAt(Map<String, String> answer) {
        String seconds = answer.get("expires_on");
        if (seconds != null) {
            return Instant.ofEpochSecond(Long.parseLong(seconds));
        }
        // Before version 2.54 there is only the machine's local time.
        String local = answer.get("expiresOn");
        if (local == null) {
            throw new DateTimeException("no expiry");
        }
        return LocalDateTime.parse(local.replace(' ', 'T'))
                .atZone(ZoneId.systemDefault())
                .toInstant();
    }

    @Override
    public String toString() {
        return "AzureCliTokenSource[tenantId=" + tenantId + ", subscription=" + subscription + "]";
    }

    /** Builds an {@link AzureCliTokenSource}; nothing is required. Not thread-safe. */
    public static final class Builder extends CommandLineBuilder<Builder> {

        private @Nullable String subscription;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the subscription, which stands for its tenant and account: neither the source nor a request can name a
         * tenant beside it.
         *
         * @param subscription its id or name; default the one that the tool has chosen
         * @return this builder
         * @throws InvalidOptionException if it is blank
         */
        public Builder subscription(String subscription) {
            if (subscription.isBlank() || subscription.startsWith("-")) {
                throw new InvalidOptionException("subscription", subscription, "give its id or its name.");
            }
            this.subscription = subscription;
            return this;
        }

        /**
         * Builds the source. Runs nothing.
         *
         * @return a source without a cache
         * @throws InvalidOptionException if there are both a tenant and a subscription
         */
        public AzureCliTokenSource build() {
            if (tenantId != null && subscription != null) {
                throw besideSubscription(tenantId);
            }
            return new AzureCliTokenSource(this);
        }
    }
}
