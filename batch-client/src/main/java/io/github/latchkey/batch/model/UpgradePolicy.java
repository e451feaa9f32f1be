package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * How operating system upgrades reach the nodes.
 *
 * @param mode how upgrades reach the nodes. Required
 * @param automaticOSUpgradePolicy the settings for automatic upgrades of the operating system
 * @param rollingUpgradePolicy the settings for upgrades in batches
 */
@Buildable
public record UpgradePolicy(
        @Required @Nullable UpgradeMode mode,
        @Nullable AutomaticOsUpgradePolicy automaticOSUpgradePolicy,
        @Nullable RollingUpgradePolicy rollingUpgradePolicy) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static UpgradePolicyBuilder builder() {
        return UpgradePolicyBuilder.builder();
    }
}
