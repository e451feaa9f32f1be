package io.github.latchkey.batch.account;

import io.github.latchkey.batch.model.ImageReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that the service supports, with the node agent that fits it.
 *
 * @param nodeAgentSKUId the node agent that fits the image, as {@code batch.node.ubuntu 22.04}; the list of supported
 *     images names the pairs
 * @param imageReference the image of the virtual machine
 * @param osType Linux or Windows
 * @param capabilities what the image can do, as {@code DockerCompatible} or {@code NvidiaTeslaDriverInstalled}
 * @param batchSupportEndOfLife when the service stops to support the image
 * @param verificationType whether the service has verified that the image fits the node agent
 */
public record ImageInformation(
        String nodeAgentSKUId,
        ImageReference imageReference,
        OsType osType,
        @Nullable List<String> capabilities,
        @Nullable Instant batchSupportEndOfLife,
        VerificationType verificationType) {
    /** Copies lists. */
    public ImageInformation {
        capabilities = capabilities == null ? null : List.copyOf(capabilities);
    }
}
