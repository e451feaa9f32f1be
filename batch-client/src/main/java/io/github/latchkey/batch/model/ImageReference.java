package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * An image: from the Marketplace by publisher, offer, SKU and version, or by a resource id.
 *
 * @param publisher who publishes it, as {@code canonical}
 * @param offer the image's offer, as {@code 0001-com-ubuntu-server-jammy}
 * @param sku the image's SKU, as {@code 22_04-lts}
 * @param version the version; default {@code latest}
 * @param virtualMachineImageId the resource id of an image of your own, or of a gallery; excludes publisher, offer, SKU
 *     and version. Needs Microsoft Entra ID
 * @param exactVersion the version that {@code latest} stood for; read only
 * @param sharedGalleryImageId an image shared directly from a gallery; excludes the other kinds. Since service version
 *     2024-07-01.20.0
 * @param communityGalleryImageId an image of a community gallery; excludes the other kinds. Since service version
 *     2024-07-01.20.0
 */
@Buildable
public record ImageReference(
        @Nullable String publisher,
        @Nullable String offer,
        @Nullable String sku,
        @Nullable String version,
        @Nullable String virtualMachineImageId,
        @Nullable String exactVersion,
        @Versions(from = "2024-07-01.20.0") @Nullable String sharedGalleryImageId,
        @Versions(from = "2024-07-01.20.0") @Nullable String communityGalleryImageId) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ImageReferenceBuilder builder() {
        return ImageReferenceBuilder.builder();
    }
}
