package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.ApplicationPackageReference;
import io.github.latchkey.batch.model.CertificateReference;
import io.github.latchkey.batch.model.MetadataItem;
import io.github.latchkey.batch.model.NodeCommunicationMode;
import io.github.latchkey.batch.model.StartTask;
import io.github.latchkey.batch.model.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replacement of a pool's properties: everything that is left out is reset or removed.
 *
 * @param startTask the task that each node runs when it joins the pool, reboots or is reimaged
 * @param certificateReferences certificates to install on each node; gone from service version 2025-06-01 on, where
 *     Azure Key Vault takes their place. Sent as an empty list where it is left out and the version asks for it
 * @param applicationPackageReferences packages to put on the node before anything runs; at most 10 on a pool, where a
 *     change reaches new nodes and nodes that reboot. Required
 * @param metadata name-value pairs that the service only keeps. Required
 * @param targetNodeCommunicationMode how nodes shall talk to the service; default {@code default}. Gone from service
 *     version 2025-06-01 on
 */
@Buildable
public record PoolPropertiesUpdate(
        @Nullable StartTask startTask,
        @Versions(until = "2025-06-01") @Nullable List<CertificateReference> certificateReferences,
        List<ApplicationPackageReference> applicationPackageReferences,
        List<MetadataItem> metadata,
        @Versions(until = "2025-06-01") @Nullable NodeCommunicationMode targetNodeCommunicationMode) {
    /** Copies lists and requires what the service requires. */
    public PoolPropertiesUpdate {
        certificateReferences = certificateReferences == null ? null : List.copyOf(certificateReferences);
        Checks.required("applicationPackageReferences", applicationPackageReferences);
        applicationPackageReferences = List.copyOf(applicationPackageReferences);
        Checks.required("metadata", metadata);
        metadata = List.copyOf(metadata);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static PoolPropertiesUpdateBuilder builder() {
        return PoolPropertiesUpdateBuilder.builder();
    }
}
