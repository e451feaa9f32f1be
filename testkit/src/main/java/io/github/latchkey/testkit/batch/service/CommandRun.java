package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.script.TaskOutcome;
import org.jspecify.annotations.Nullable;

/** What became of a command line on a node so far, and what still runs of it. */
abstract class CommandRun {

    /** What runs at present. */
    @Nullable
    Running running;

    /** The end of what is fetched before the command line starts. */
    Timeline.@Nullable Due fetching;

    /** The end of the time that the command line may take. */
    Timeline.@Nullable Due limit;

    /** What a real process has left running for others. */
    @Nullable
    Running services;

    /** What came of the last try; also what a script has decided while it is still going on. */
    @Nullable
    TaskOutcome outcome;

    @Nullable
    Failure failure;

    long start;
    long end;
    int exitCode;
    boolean exited;

    /** Ends what runs; nobody hears of it. */
    void stop() {
        cancelTimers();
        if (running != null) {
            running.stop();
            running = null;
        }
        if (services != null) {
            services.stop();
            services = null;
        }
    }

    /** Takes back what is planned for the present try; what has started goes on. */
    void cancelTimers() {
        if (fetching != null) {
            fetching.cancel();
            fetching = null;
        }
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
    }

    /** Forgets the last try. */
    void reset() {
        stop();
        outcome = null;
        failure = null;
        start = Ticks.NEVER;
        end = Ticks.NEVER;
        exited = false;
        exitCode = 0;
    }

    /** Notes the exit code of a try that came to its end. */
    void exit(int code) {
        exited = true;
        exitCode = code;
    }
}
