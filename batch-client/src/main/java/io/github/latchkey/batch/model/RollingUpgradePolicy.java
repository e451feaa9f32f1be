package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings for upgrades in batches.
 *
 * @param enableCrossZoneUpgrade whether one batch of an upgrade may hold nodes of several zones; default false
 * @param maxBatchInstancePercent how many nodes are upgraded at once, 5 to 100 percent; default 20
 * @param maxUnhealthyInstancePercent how many nodes may be unhealthy at all, 5 to 100 percent; default 20
 * @param maxUnhealthyUpgradedInstancePercent how many upgraded nodes may be unhealthy, 0 to 100 percent; default 20
 * @param pauseTimeBetweenBatches how long to wait between two batches of an upgrade; default none
 * @param prioritizeUnhealthyInstances whether unhealthy nodes are upgraded first; default false
 * @param rollbackFailedInstancesOnPolicyBreach whether failed nodes go back to the old image when a limit is broken;
 *     default false
 */
@Buildable
public record RollingUpgradePolicy(
        @Nullable Boolean enableCrossZoneUpgrade,
        @Nullable Integer maxBatchInstancePercent,
        @Nullable Integer maxUnhealthyInstancePercent,
        @Nullable Integer maxUnhealthyUpgradedInstancePercent,
        @Nullable Duration pauseTimeBetweenBatches,
        @Nullable Boolean prioritizeUnhealthyInstances,
        @Nullable Boolean rollbackFailedInstancesOnPolicyBreach) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static RollingUpgradePolicyBuilder builder() {
        return RollingUpgradePolicyBuilder.builder();
    }
}
