package io.github.latchkey.batch.node;

import io.github.latchkey.batch.model.VmExtension;
import org.jspecify.annotations.Nullable;

/**
 * An extension on a node.
 *
 * @param provisioningState how far the installation has come
 * @param vmExtension the extension
 * @param instanceView the extension as the virtual machine sees it
 */
public record NodeVmExtension(
        @Nullable String provisioningState,
        @Nullable VmExtension vmExtension,
        @Nullable VmExtensionInstanceView instanceView) {}
