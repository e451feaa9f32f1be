package io.github.latchkey.batch.node;

import io.github.latchkey.batch.model.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * The virtual machine behind a node.
 *
 * @param imageReference the image of the virtual machine
 * @param scaleSetVmResourceId the resource id of the scale set instance; only in the allocation mode UserSubscription
 */
public record VirtualMachineInfo(
        @Nullable ImageReference imageReference, @Nullable String scaleSetVmResourceId) {}
