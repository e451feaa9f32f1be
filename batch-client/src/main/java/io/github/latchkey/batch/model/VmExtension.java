package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine extension.
 *
 * @param name its name. Required
 * @param publisher who publishes it, as {@code canonical}. Required
 * @param type its type. Required
 * @param typeHandlerVersion the version of the handler
 * @param autoUpgradeMinorVersion whether a newer minor version is taken at deployment; not upgraded after it
 * @param enableAutomaticUpgrade whether the platform upgrades the extension when a newer version comes out
 * @param settings the settings as the extension defines them: a map, or a text of JSON where it was sent so
 * @param protectedSettings settings that only the extension can read; never returned by the service
 * @param provisionAfterExtensions extensions that must be installed before this one
 */
@Buildable
public record VmExtension(
        @Required @Nullable String name,
        @Required @Nullable String publisher,
        @Required @Nullable String type,
        @Nullable String typeHandlerVersion,
        @Nullable Boolean autoUpgradeMinorVersion,
        @Nullable Boolean enableAutomaticUpgrade,
        @Nullable Object settings,
        @Nullable ProtectedSettings protectedSettings,
        @Nullable List<String> provisionAfterExtensions) {
    /** Copies lists. */
    public VmExtension {
        provisionAfterExtensions = provisionAfterExtensions == null ? null : List.copyOf(provisionAfterExtensions);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static VmExtensionBuilder builder() {
        return VmExtensionBuilder.builder();
    }
}
