package io.github.latchkey.samples.quickstart;

import io.github.latchkey.batch.job.JobProgress;
import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.Method;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the tasks are: a bar in a terminal, plain lines elsewhere. */
final class Progress implements AutoCloseable {

    private final PrintStream out;
    private final @Nullable ProgressBar bar;
    private int shown = -1;

    private Progress(PrintStream out, @Nullable ProgressBar bar) {
        this.out = out;
        this.bar = bar;
    }

    static Progress of(String what, long total, PrintStream out) {
        if (!isTerminal()) {
            return new Progress(out, null);
        }
        return new Progress(
                out,
                new ProgressBarBuilder()
                        .setTaskName(what)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(50)
                        .build());
    }

    void show(JobProgress progress) {
        if (bar != null) {
            bar.stepTo(progress.completed());
            bar.setExtraMessage(progress.running() + " running, " + progress.failed() + " failed");
        } else if (progress.completed() != shown) {
            shown = progress.completed();
            out.printf("  %3d of %d tasks done, %d running%n", shown, progress.total(), progress.running());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Since Java 22 there is a console without a terminal, too; before, a console means a terminal. */
    @SuppressWarnings("SystemConsoleNull") // both ways of telling are here
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
