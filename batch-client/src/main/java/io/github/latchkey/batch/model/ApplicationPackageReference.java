package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Names a version of an application to put on a node.
 *
 * @param applicationId the id of an application of the account, compared without regard to case. Required
 * @param version the version; default the application's default version
 */
@Buildable
public record ApplicationPackageReference(
        @Required @Nullable String applicationId, @Nullable String version) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static ApplicationPackageReferenceBuilder builder() {
        return ApplicationPackageReferenceBuilder.builder();
    }
}
