package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public addresses of a pool.
 *
 * @param provision who provides public addresses; default batchmanaged
 * @param ipAddressIds resource ids of public addresses of your own; one for each 100 dedicated or Spot nodes
 * @param ipFamilies IPv4, IPv6 or both; default IPv4. Since service version 2025-06-01
 * @param ipTags tags of the public addresses. Since service version 2025-06-01
 */
@Buildable
public record PublicIpAddressConfiguration(
        @Nullable IpAddressProvisioningType provision,
        @Nullable List<String> ipAddressIds,
        @Versions(from = "2025-06-01") @Nullable List<IpFamily> ipFamilies,
        @Versions(from = "2025-06-01") @Nullable List<IpTag> ipTags) {
    /** Copies lists. */
    public PublicIpAddressConfiguration {
        ipAddressIds = ipAddressIds == null ? null : List.copyOf(ipAddressIds);
        ipFamilies = ipFamilies == null ? null : List.copyOf(ipFamilies);
        ipTags = ipTags == null ? null : List.copyOf(ipTags);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PublicIpAddressConfigurationBuilder builder() {
        return PublicIpAddressConfigurationBuilder.builder();
    }
}
