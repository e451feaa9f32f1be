package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.internal.Nanos;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/**
 * Failures in a row of something that goes on for long, and how long they are survived. For one subscription; signals
 * come one after the other.
 */
public final class Outage {

    private final Duration longest;
    private final Scheduler scheduler;
    private boolean under;
    private long since;

    /**
     * Starts well.
     *
     * @param longest how long failures in a row are survived
     * @param scheduler tells the time
     */
    public Outage(Duration longest, Scheduler scheduler) {
        this.longest = longest;
        this.scheduler = scheduler;
    }

    /** Notes that something went well. */
    public void ended() {
        under = false;
    }

    /**
     * Tells whether the same may work later.
     *
     * @param failure what went wrong, here or where tokens come from
     * @return whether it is transient
     */
    public static boolean mayPass(Throwable failure) {
        return (failure instanceof BatchException batch && batch.isTransient())
                || (failure instanceof AuthenticationException authentication && authentication.isTransient());
    }

    /**
     * Notes a failure.
     *
     * @param failure what went wrong
     * @return whether to go on: it may pass, and has not lasted too long
     */
    public boolean survives(Throwable failure) {
        long now = scheduler.now(TimeUnit.NANOSECONDS);
        if (!under) {
            under = true;
            since = now;
        }
        return mayPass(failure) && now - since < Nanos.of(longest);
    }
}
