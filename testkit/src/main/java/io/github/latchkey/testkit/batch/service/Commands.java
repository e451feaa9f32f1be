package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts command lines on nodes: by the account's script, or really where the account was told to. */
final class Commands {

    private final BatchAccount account;

    Commands(BatchAccount account) {
        this.account = account;
    }

    /**
     * Starts a command line.
     *
     * @param run what keeps the result; gets what runs
     * @param attempt the command line
     * @param place where it runs
     * @param files what it finds, by path relative to its working directory
     * @param usual how long it takes when no script says
     * @param then told of the end, once, under the account's lock; never when the run is stopped before
     */
    void start(
            CommandRun run,
            TaskAttempt attempt,
            Place place,
            Supplier<Map<String, byte[]>> files,
            Supplier<Duration> usual,
            Consumer<TaskOutcome> then) {
        RealRun realRuns = account.realRuns();
        if (realRuns != null) {
            run.running = Running.really(
                    realRuns.start(attempt, place, files.get(), outcome -> heard(run, place, outcome, then)));
            run.services = attempt.kind().leavesServices() ? run.running : null;
            return;
        }
        TaskOutcome outcome = account.script().outcome(attempt);
        run.outcome = outcome;
        if (outcome.end() == TaskOutcome.End.NEVER) {
            run.running = Running.forever();
            return;
        }
        Duration duration = outcome.duration().orElseGet(usual);
        Timeline.Due due = account.timeline().after(duration, place.node(), () -> end(run, outcome, then));
        run.running = Running.until(account.now() + Ticks.of(duration), due);
    }

    /** A real process has ended, some time on some thread. */
    private void heard(CommandRun run, Place place, TaskOutcome outcome, Consumer<TaskOutcome> then) {
        synchronized (account) {
            Running running = run.running;
            account.timeline().after(Duration.ZERO, place.node(), () -> {
                if (running != null && run.running == running) {
                    run.outcome = outcome;
                    end(run, outcome, then);
                }
            });
        }
    }

    private static void end(CommandRun run, TaskOutcome outcome, Consumer<TaskOutcome> then) {
        run.running = null;
        then.accept(outcome);
    }

    /**
     * Where a command line runs.
     *
     * @param node the node
     * @param directory the directory below the root of the node
     * @param fresh whether the directory is emptied first
     */
    record Place(Node node, String directory, boolean fresh) {}
}
