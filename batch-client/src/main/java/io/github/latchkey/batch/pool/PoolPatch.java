package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.model.ApplicationPackageReference;
import io.github.latchkey.batch.model.CertificateReference;
import io.github.latchkey.batch.model.MetadataItem;
import io.github.latchkey.batch.model.MountConfiguration;
import io.github.latchkey.batch.model.NetworkConfiguration;
import io.github.latchkey.batch.model.NodeCommunicationMode;
import io.github.latchkey.batch.model.StartTask;
import io.github.latchkey.batch.model.TaskSchedulingPolicy;
import io.github.latchkey.batch.model.UpgradePolicy;
import io.github.latchkey.batch.model.UserAccount;
import io.github.latchkey.batch.model.Versions;
import io.github.latchkey.batch.model.VirtualMachineConfiguration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of a pool. Only what is set is sent and changed; an object that is set replaces the stored one whole, and
 * its missing members fall back to the service's defaults.
 *
 * @param startTask the task that each node runs when it joins the pool, reboots or is reimaged
 * @param certificateReferences certificates to install on each node; gone from service version 2025-06-01 on, where
 *     Azure Key Vault takes their place
 * @param applicationPackageReferences packages to put on the node before anything runs; at most 10 on a pool, where a
 *     change reaches new nodes and nodes that reboot
 * @param metadata name-value pairs that the service only keeps
 * @param targetNodeCommunicationMode how nodes shall talk to the service; default {@code default}. Gone from service
 *     version 2025-06-01 on
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique. May be changed while the
 *     pool is empty only. Since service version 2024-07-01.20.0
 * @param vmSize the size of the virtual machines, as {@code STANDARD_D2S_V3}. May be changed while the pool is empty
 *     only. Since service version 2024-07-01.20.0
 * @param taskSlotsPerNode how many task slots a node has; default 1, at most the smaller of four times its cores and
 *     256. May be changed while the pool is empty only. Since service version 2024-07-01.20.0
 * @param taskSchedulingPolicy how tasks are spread over the nodes. May be changed while the pool is empty only. Since
 *     service version 2024-07-01.20.0
 * @param enableInterNodeCommunication whether nodes may talk to each other, as multi-instance tasks need it; limits the
 *     pool's size, default false. May be changed while the pool is empty only. Since service version 2024-07-01.20.0
 * @param virtualMachineConfiguration what the virtual machines look like. May be changed while the pool is empty only.
 *     Since service version 2024-07-01.20.0
 * @param networkConfiguration the network of the nodes. May be changed while the pool is empty only. Since service
 *     version 2024-07-01.20.0
 * @param userAccounts accounts to make on each node. May be changed while the pool is empty only. Since service version
 *     2024-07-01.20.0
 * @param mountConfiguration file systems to mount on each node; at most 10. May be changed while the pool is empty
 *     only. Since service version 2024-07-01.20.0
 * @param upgradePolicy how operating system upgrades reach the nodes. May be changed while the pool is empty only.
 *     Since service version 2024-07-01.20.0
 * @param resourceTags Azure tags for the resources of the pool; gone from service version 2025-06-01 on. May be changed
 *     while the pool is empty only. Since service version 2024-07-01.20.0
 */
@Buildable
public record PoolPatch(
        @Nullable StartTask startTask,
        @Versions(until = "2025-06-01") @Nullable List<CertificateReference> certificateReferences,
        @Nullable List<ApplicationPackageReference> applicationPackageReferences,
        @Nullable List<MetadataItem> metadata,
        @Versions(until = "2025-06-01") @Nullable NodeCommunicationMode targetNodeCommunicationMode,
        @Versions(from = "2024-07-01.20.0") @Nullable String displayName,
        @Versions(from = "2024-07-01.20.0") @Nullable String vmSize,
        @Versions(from = "2024-07-01.20.0") @Nullable Integer taskSlotsPerNode,
        @Versions(from = "2024-07-01.20.0") @Nullable TaskSchedulingPolicy taskSchedulingPolicy,
        @Versions(from = "2024-07-01.20.0") @Nullable Boolean enableInterNodeCommunication,
        @Versions(from = "2024-07-01.20.0") @Nullable VirtualMachineConfiguration virtualMachineConfiguration,
        @Versions(from = "2024-07-01.20.0") @Nullable NetworkConfiguration networkConfiguration,
        @Versions(from = "2024-07-01.20.0") @Nullable List<UserAccount> userAccounts,
        @Versions(from = "2024-07-01.20.0") @Nullable List<MountConfiguration> mountConfiguration,
        @Versions(from = "2024-07-01.20.0") @Nullable UpgradePolicy upgradePolicy,

        @Versions(from = "2024-07-01.20.0", until = "2025-06-01") @Nullable
        Map<String, String> resourceTags) {
    /** Copies lists. */
    public PoolPatch {
        certificateReferences = certificateReferences == null ? null : List.copyOf(certificateReferences);
        applicationPackageReferences =
                applicationPackageReferences == null ? null : List.copyOf(applicationPackageReferences);
        metadata = metadata == null ? null : List.copyOf(metadata);
        userAccounts = userAccounts == null ? null : List.copyOf(userAccounts);
        mountConfiguration = mountConfiguration == null ? null : List.copyOf(mountConfiguration);
        resourceTags = resourceTags == null ? null : Map.copyOf(resourceTags);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PoolPatchBuilder builder() {
        return PoolPatchBuilder.builder();
    }
}
