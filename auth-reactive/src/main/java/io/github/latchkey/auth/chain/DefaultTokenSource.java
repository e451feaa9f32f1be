package io.github.latchkey.auth.chain;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.UserCredential;
import io.github.latchkey.auth.cli.AzureCliTokenSource;
import io.github.latchkey.auth.cli.AzureDeveloperCliTokenSource;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.msal.MsalEngine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Builds the chain that people know as the default credential: whatever this machine has. The order is that of
 * Microsoft's libraries: environment, workload identity, managed identity, Azure CLI, Azure Developer CLI.
 *
 * <p>{@code AZURE_TOKEN_CREDENTIALS} narrows it down: {@code prod} to the first three, {@code dev} to the last two, or
 * one of {@code EnvironmentCredential}, {@code WorkloadIdentityCredential}, {@code ManagedIdentityCredential},
 * {@code AzureCliCredential} and {@code AzureDeveloperCliCredential} to that one alone. A service in production should
 * name its credential and not search for it. Not thread-safe.
 */
public final class DefaultTokenSource {

    private static final String SELECTION = "AZURE_TOKEN_CREDENTIALS";
    private static final List<String> PRODUCTION =
            List.of("EnvironmentCredential", "WorkloadIdentityCredential", "ManagedIdentityCredential");
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final EntraClient client;
    private Map<String, String> environment = Map.copyOf(System.getenv());
    private @Nullable String tenantId;
    private @Nullable String managedIdentityClientId;
    private Supplier<MsalEngine> users = new OwnEngine();
    private Duration deadline = TokenSourceChain.DEADLINE;
    private @Nullable Scheduler timer;

    private DefaultTokenSource(EntraClient client) {
        this.client = client;
    }

    /**
     * Starts a default chain.
     *
     * @param client asks Entra ID and managed identity endpoints
     * @return a builder
     */
    public static DefaultTokenSource builder(EntraClient client) {
        return new DefaultTokenSource(Objects.requireNonNull(client, "client"));
    }

    /**
     * Sets the variables that everything is looked up in.
     *
     * @param environment copied; default {@link System#getenv()}
     * @return this builder
     */
    public DefaultTokenSource environment(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        return this;
    }

    /**
     * Sets the tenant of the developer tools.
     *
     * @param tenantId the tenant; default the one that a tool is signed in to
     * @return this builder
     */
    public DefaultTokenSource tenantId(@Nullable String tenantId) {
        this.tenantId = tenantId;
        return this;
    }

    /**
     * Chooses a user-assigned managed identity.
     *
     * @param clientId its client id; default the variable {@code AZURE_CLIENT_ID}, and without it the system-assigned
     *     one
     * @return this builder
     */
    public DefaultTokenSource managedIdentityClientId(@Nullable String clientId) {
        this.managedIdentityClientId = clientId;
        return this;
    }

    /**
     * Sets what signs in a user that the environment names with {@code AZURE_USERNAME} and {@code AZURE_PASSWORD}.
     *
     * @param users the engine, which stays the caller's; default one that is made when there is such a user and lasts
     *     as long as the chain; passed over with its reason where MSAL4J is not on the class path
     * @return this builder
     */
    public DefaultTokenSource users(MsalEngine users) {
        Objects.requireNonNull(users, "users");
        this.users = () -> users;
        return this;
    }

    /**
     * Sets how long each way may take, as long as none has had a token.
     *
     * @param deadline more than zero; default 15 seconds
     * @return this builder
     * @throws InvalidOptionException if it is not positive, or more than a hundred years
     */
    public DefaultTokenSource deadline(Duration deadline) {
        this.deadline = Options.requirePositive("deadline", deadline);
        return this;
    }

    /**
     * Sets where deadlines are kept.
     *
     * @param timer the scheduler; default {@link reactor.core.scheduler.Schedulers#parallel()}
     * @return this builder
     */
    public DefaultTokenSource timer(Scheduler timer) {
        this.timer = Objects.requireNonNull(timer, "timer");
        return this;
    }

    /**
     * Builds the chain. Asks nobody and runs nothing.
     *
     * @return the chain
     * @throws InvalidOptionException if {@code AZURE_TOKEN_CREDENTIALS} names none of the ways
     */
    public TokenSourceChain build() {
        Map<String, Supplier<TokenSource>> all = new LinkedHashMap<>();
        all.put("EnvironmentCredential", this::environmentCredential);
        all.put("WorkloadIdentityCredential", () -> client.source(Credential.workloadIdentity(environment)));
        all.put("ManagedIdentityCredential", this::managedIdentity);
        all.put(
                "AzureCliCredential",
                () -> AzureCliTokenSource.builder()
                        .environment(environment)
                        .tenantId(tenantId)
                        .build());
        all.put(
                "AzureDeveloperCliCredential",
                () -> AzureDeveloperCliTokenSource.builder()
                        .environment(environment)
                        .tenantId(tenantId)
                        .build());
        String selection = environment.getOrDefault(SELECTION, "").strip();
        List<String> names = all.keySet().stream()
                .filter(name -> isSelected(name, selection))
                .toList();
        if (names.isEmpty()) {
            throw new InvalidOptionException(
                    SELECTION, selection, "give prod, dev or one of " + String.join(", ", all.keySet()) + ".");
        }
        TokenSourceChain.Builder chain = TokenSourceChain.builder().deadline(deadline);
        if (timer != null) {
            chain.timer(timer);
        }
        names.forEach(name -> chain.addLater(name, Objects.requireNonNull(all.get(name))));
        return chain.build();
    }

    /** One engine for the chain, however often it comes to the user of the environment. */
    private static final class OwnEngine implements Supplier<MsalEngine> {

        private @Nullable MsalEngine engine;

        @Override
        public synchronized MsalEngine get() {
            MsalEngine made = engine;
            if (made == null) {
                made = MsalEngine.builder().build();
                engine = made;
            }
            return made;
        }
    }

    private static boolean isSelected(String name, String selection) {
        return switch (selection.toLowerCase(Locale.ROOT)) {
            case "" -> true;
            case "prod" -> PRODUCTION.contains(name);
            case "dev" -> !PRODUCTION.contains(name);
            default -> name.equalsIgnoreCase(selection);
        };
    }

    private TokenSource environmentCredential() {
        Credential credential = Credential.environment(environment);
        return credential instanceof UserCredential ? users.get().source(credential) : client.source(credential);
    }

    private TokenSource managedIdentity() {
        var builder = Credential.managedIdentity().environment(environment).probeTimeout(PROBE);
        String clientId =
                managedIdentityClientId != null ? managedIdentityClientId : environment.get("AZURE_CLIENT_ID");
        if (clientId != null && !clientId.isBlank()) {
            builder.clientId(clientId);
        }
        return client.source(builder.build());
    }
}
