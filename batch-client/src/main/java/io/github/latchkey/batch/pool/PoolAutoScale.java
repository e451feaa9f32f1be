package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.internal.Buildable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Turns autoscaling on, or changes it. At most once in 30 seconds for a pool.
 *
 * @param autoScaleFormula the formula for the number of nodes, up to 8192 characters; needed when autoscaling is on,
 *     forbidden when it is off
 * @param autoScaleEvaluationInterval how often the formula is evaluated; 5 minutes to 168 hours, default 15 minutes
 */
@Buildable
public record PoolAutoScale(
        @Nullable String autoScaleFormula, @Nullable Duration autoScaleEvaluationInterval) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PoolAutoScaleBuilder builder() {
        return PoolAutoScaleBuilder.builder();
    }
}
