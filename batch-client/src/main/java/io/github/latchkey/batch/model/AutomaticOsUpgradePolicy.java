package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Settings for automatic upgrades of the operating system.
 *
 * @param disableAutomaticRollback whether the old image stays away after a failed upgrade; default false
 * @param enableAutomaticOSUpgrade whether new images are installed automatically; default false
 * @param useRollingUpgradePolicy whether upgrades follow the rolling policy; default false
 * @param osRollingUpgradeDeferral whether upgrades wait while tasks run; default false
 */
@Buildable
public record AutomaticOsUpgradePolicy(
        @Nullable Boolean disableAutomaticRollback,
        @Nullable Boolean enableAutomaticOSUpgrade,
        @Nullable Boolean useRollingUpgradePolicy,
        @Nullable Boolean osRollingUpgradeDeferral) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static AutomaticOsUpgradePolicyBuilder builder() {
        return AutomaticOsUpgradePolicyBuilder.builder();
    }
}
