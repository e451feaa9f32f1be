package io.github.latchkey.testkit.batch.service;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A command line while it runs: pretended until its time is over, or a real process. */
final class Running {

    /** When the pretended run is going to end, {@link Ticks#NEVER} when nobody knows. */
    final long plannedEnd;

    private final Timeline.@Nullable Due due;
    private final RealRun.@Nullable Child process;

    private Running(long plannedEnd, Timeline.@Nullable Due due, RealRun.@Nullable Child process) {
        this.plannedEnd = plannedEnd;
        this.due = due;
        this.process = process;
    }

    static Running until(long plannedEnd, Timeline.Due due) {
        return new Running(plannedEnd, due, null);
    }

    static Running forever() {
        return new Running(Ticks.NEVER, null, null);
    }

    static Running really(RealRun.Child process) {
        return new Running(Ticks.NEVER, null, process);
    }

    /** Where a real process writes its files, {@code null} when the run is pretended. */
    @Nullable
    Path directory() {
        return process == null ? null : process.directory();
    }

    /** Ends the run; its end is not told to anybody. */
    void stop() {
        if (due != null) {
            due.cancel();
        }
        if (process != null) {
            process.stop();
        }
    }
}
