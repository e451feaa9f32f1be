package io.github.latchkey.batch.task;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the job and of dependent tasks.
 *
 * @param jobAction what becomes of the job; needs {@code onTaskFailure} to be performexitoptionsjobaction. Default none
 * @param dependencyAction whether tasks that depend on this one may run; default satisfy for exit code 0, else block
 */
@Buildable
public record ExitOptions(
        @Nullable JobAction jobAction, @Nullable DependencyAction dependencyAction) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ExitOptionsBuilder builder() {
        return ExitOptionsBuilder.builder();
    }
}
