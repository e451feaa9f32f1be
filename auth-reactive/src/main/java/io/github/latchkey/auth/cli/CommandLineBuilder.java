package io.github.latchkey.auth.cli;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.TokenRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * What the builders of the command line sources have in common.
 *
 * @param <B> the builder's own type
 */
abstract class CommandLineBuilder<B extends CommandLineBuilder<B>> {

    @Nullable
    String tenantId;

    private Map<String, String> environment = Map.copyOf(System.getenv());
    private Duration timeout = Duration.ofSeconds(13);
    private Clock clock = Clock.systemUTC();
    private @Nullable Scheduler scheduler;

    abstract B self();

    /**
     * Sets the tenant.
     *
     * @param tenantId the tenant's id or one of its domains; default the one that the tool is signed in to
     * @return this builder
     * @throws InvalidOptionException if it is no tenant's id
     */
    public B tenantId(@Nullable String tenantId) {
        // A request names a tenant under the same rules.
        this.tenantId = TokenRequest.forScopes("checked").toBuilder()
                .tenantId(tenantId)
                .build()
                .tenantId()
                .orElse(null);
        return self();
    }

    /**
     * Sets the variables that the tool is found and run with.
     *
     * @param environment copied; default {@link System#getenv()}
     * @return this builder
     */
    public B environment(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        return self();
    }

    /**
     * Sets how long the tool may take; afterwards it is ended, and the call fails with a
     * {@link io.github.latchkey.auth.CredentialUnavailableException}, so that a chain goes on.
     *
     * @param timeout more than zero; default 13 seconds, since the tools are slow to start
     * @return this builder
     * @throws InvalidOptionException if it is not positive, or more than a hundred years
     */
    public B timeout(Duration timeout) {
        this.timeout = Options.requirePositive("timeout", timeout);
        return self();
    }

    /**
     * Sets the clock from which a token's life is counted.
     *
     * @param clock the clock; default the system's
     * @return this builder
     */
    public B clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return self();
    }

    /**
     * Sets where the tool is waited for, which blocks.
     *
     * @param scheduler the scheduler; default two threads that all tools of this JVM share
     * @return this builder
     */
    public B scheduler(Scheduler scheduler) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        return self();
    }

    CommandLineOptions options() {
        return new CommandLineOptions(
                environment, timeout, clock, scheduler != null ? scheduler : CommandLineOptions.sharedScheduler());
    }
}
