package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.ApplicationPackageReference;
import io.github.latchkey.batch.model.CertificateReference;
import io.github.latchkey.batch.model.CloudServiceConfiguration;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pool to create.
 *
 * @param id the pool's id: 1 to 64 letters, digits, hyphens and underscores, unique in the account without regard to
 *     case. Required
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param vmSize the size of the virtual machines, as {@code STANDARD_D2S_V3}. Required
 * @param cloudServiceConfiguration the operating system of a Cloud Services pool; gone from service version
 *     2024-07-01.20.0 on
 * @param virtualMachineConfiguration what the virtual machines look like
 * @param resizeTimeout how long the service tries; at least 5 minutes, default 15 minutes
 * @param targetDedicatedNodes how many dedicated nodes the pool shall have; needs one of the two targets unless
 *     autoscaling is on, and neither when it is
 * @param targetLowPriorityNodes how many Spot nodes the pool shall have
 * @param enableAutoScale whether the number of nodes follows a formula; default false
 * @param autoScaleFormula the formula for the number of nodes, up to 8192 characters; needed when autoscaling is on,
 *     forbidden when it is off
 * @param autoScaleEvaluationInterval how often the formula is evaluated; 5 minutes to 168 hours, default 15 minutes
 * @param enableInterNodeCommunication whether nodes may talk to each other, as multi-instance tasks need it; limits the
 *     pool's size, default false
 * @param networkConfiguration the network of the nodes
 * @param startTask the task that each node runs when it joins the pool, reboots or is reimaged
 * @param certificateReferences certificates to install on each node; gone from service version 2025-06-01 on, where
 *     Azure Key Vault takes their place
 * @param applicationPackageReferences packages to put on the node before anything runs; at most 10 on a pool, where a
 *     change reaches new nodes and nodes that reboot
 * @param applicationLicenses licenses that the service puts on each node; gone from service version 2024-07-01.20.0 on
 * @param taskSlotsPerNode how many task slots a node has; default 1, at most the smaller of four times its cores and
 *     256
 * @param taskSchedulingPolicy how tasks are spread over the nodes
 * @param userAccounts accounts to make on each node
 * @param metadata name-value pairs that the service only keeps
 * @param mountConfiguration file systems to mount on each node; at most 10
 * @param targetNodeCommunicationMode how nodes shall talk to the service; default {@code default}. Gone from service
 *     version 2025-06-01 on
 * @param upgradePolicy how operating system upgrades reach the nodes
 * @param resourceTags Azure tags for the resources of the pool; gone from service version 2025-06-01 on
 */
@Buildable
public record PoolCreate(
        String id,
        @Nullable String displayName,
        String vmSize,
        @Versions(until = "2024-07-01.20.0") @Nullable CloudServiceConfiguration cloudServiceConfiguration,
        @Nullable VirtualMachineConfiguration virtualMachineConfiguration,
        @Nullable Duration resizeTimeout,
        @Nullable Integer targetDedicatedNodes,
        @Nullable Integer targetLowPriorityNodes,
        @Nullable Boolean enableAutoScale,
        @Nullable String autoScaleFormula,
        @Nullable Duration autoScaleEvaluationInterval,
        @Nullable Boolean enableInterNodeCommunication,
        @Nullable NetworkConfiguration networkConfiguration,
        @Nullable StartTask startTask,
        @Versions(until = "2025-06-01") @Nullable List<CertificateReference> certificateReferences,
        @Nullable List<ApplicationPackageReference> applicationPackageReferences,
        @Versions(until = "2024-07-01.20.0") @Nullable List<String> applicationLicenses,
        @Nullable Integer taskSlotsPerNode,
        @Nullable TaskSchedulingPolicy taskSchedulingPolicy,
        @Nullable List<UserAccount> userAccounts,
        @Nullable List<MetadataItem> metadata,
        @Nullable List<MountConfiguration> mountConfiguration,
        @Versions(until = "2025-06-01") @Nullable NodeCommunicationMode targetNodeCommunicationMode,
        @Nullable UpgradePolicy upgradePolicy,
        @Versions(until = "2025-06-01") @Nullable Map<String, String> resourceTags) {
    /** Copies lists and requires what the service requires. */
    public PoolCreate {
        id = Checks.id("id", id);
        Checks.required("vmSize", vmSize);
        certificateReferences = certificateReferences == null ? null : List.copyOf(certificateReferences);
        applicationPackageReferences =
                applicationPackageReferences == null ? null : List.copyOf(applicationPackageReferences);
        applicationLicenses = applicationLicenses == null ? null : List.copyOf(applicationLicenses);
        userAccounts = userAccounts == null ? null : List.copyOf(userAccounts);
        metadata = metadata == null ? null : List.copyOf(metadata);
        mountConfiguration = mountConfiguration == null ? null : List.copyOf(mountConfiguration);
        resourceTags = resourceTags == null ? null : Map.copyOf(resourceTags);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PoolCreateBuilder builder() {
        return PoolCreateBuilder.builder();
    }
}
