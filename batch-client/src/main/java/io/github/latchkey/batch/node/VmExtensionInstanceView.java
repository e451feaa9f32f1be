package io.github.latchkey.batch.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An extension as the virtual machine sees it.
 *
 * @param name its name
 * @param statuses the statuses of the extension
 * @param subStatuses the statuses that the extension itself reports
 */
public record VmExtensionInstanceView(
        @Nullable String name,
        @Nullable List<InstanceViewStatus> statuses,
        @Nullable List<InstanceViewStatus> subStatuses) {
    /** Copies lists. */
    public VmExtensionInstanceView {
        statuses = statuses == null ? null : List.copyOf(statuses);
        subStatuses = subStatuses == null ? null : List.copyOf(subStatuses);
    }
}
