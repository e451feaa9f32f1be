package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's virtual machines look like.
 *
 * @param imageReference the image of the virtual machine. Required
 * @param nodeAgentSKUId the node agent that fits the image, as {@code batch.node.ubuntu 22.04}; the list of supported
 *     images names the pairs. Required
 * @param windowsConfiguration what only Windows has; must be absent for Linux images
 * @param dataDisks empty disks to attach to each node; not formatted and not mounted
 * @param licenseType {@code Windows_Server} or {@code Windows_Client} for on-premises licenses of your own
 * @param containerConfiguration makes the pool run tasks in containers
 * @param diskEncryptionConfiguration which disks of a node are encrypted
 * @param nodePlacementConfiguration where the nodes are placed
 * @param extensions virtual machine extensions to install on each node
 * @param osDisk the settings of the system disk
 * @param securityProfile the security settings of the virtual machine
 * @param serviceArtifactReference the artifact that names one image version for automatic upgrades
 */
@Buildable
public record VirtualMachineConfiguration(
        @Required @Nullable ImageReference imageReference,
        @Required @Nullable String nodeAgentSKUId,
        @Nullable WindowsConfiguration windowsConfiguration,
        @Nullable List<DataDisk> dataDisks,
        @Nullable String licenseType,
        @Nullable ContainerConfiguration containerConfiguration,
        @Nullable DiskEncryptionConfiguration diskEncryptionConfiguration,
        @Nullable NodePlacementConfiguration nodePlacementConfiguration,
        @Nullable List<VmExtension> extensions,
        @Nullable OsDisk osDisk,
        @Nullable SecurityProfile securityProfile,
        @Nullable ServiceArtifactReference serviceArtifactReference) {
    /** Copies lists. */
    public VirtualMachineConfiguration {
        dataDisks = dataDisks == null ? null : List.copyOf(dataDisks);
        extensions = extensions == null ? null : List.copyOf(extensions);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static VirtualMachineConfigurationBuilder builder() {
        return VirtualMachineConfigurationBuilder.builder();
    }
}
