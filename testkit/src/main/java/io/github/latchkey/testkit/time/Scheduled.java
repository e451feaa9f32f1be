package io.github.latchkey.testkit.time;

/** A piece of work that is due at some time of a {@link TestClock}. */
@FunctionalInterface
public interface Scheduled {

    /**
     * Takes the work back. Does nothing when the work has begun or was taken back before; does not wait for work that
     * is running.
     *
     * @return whether the work was still waiting, and will now never run
     */
    boolean cancel();
}
