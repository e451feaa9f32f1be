package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may reach an outside port.
 *
 * @param priority 150 to 4096, each once; lower wins. Required
 * @param access whether matching traffic is let in or kept out. Required
 * @param sourceAddressPrefix the source: an address, a range in CIDR form, a tag, or {@code *} for any. Required
 * @param sourcePortRanges ports or ranges, 0 to 65535; default {@code *}
 */
@Buildable
public record NetworkSecurityGroupRule(
        @Required @Nullable Integer priority,
        @Required @Nullable NetworkSecurityGroupRuleAccess access,
        @Required @Nullable String sourceAddressPrefix,
        @Nullable List<String> sourcePortRanges) {
    /** Copies lists. */
    public NetworkSecurityGroupRule {
        sourcePortRanges = sourcePortRanges == null ? null : List.copyOf(sourcePortRanges);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static NetworkSecurityGroupRuleBuilder builder() {
        return NetworkSecurityGroupRuleBuilder.builder();
    }
}
