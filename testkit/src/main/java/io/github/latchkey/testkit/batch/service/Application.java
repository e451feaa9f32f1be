package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application whose packages pools and tasks can ask for.
 *
 * @param id its id
 * @param versions the versions of its package
 * @param defaultVersion the version for references that name none, {@code null} when there is no such version
 */
public record Application(
        String id, List<String> versions, @Nullable String defaultVersion) {

    /** Copies the list. */
    public Application {
        versions = List.copyOf(versions);
    }

    /** Whether the application has what a reference asks for: a version, or the default one. */
    boolean has(@Nullable String version) {
        return version == null ? defaultVersion != null : hasVersion(version);
    }

    private boolean hasVersion(String version) {
        return versions.stream().anyMatch(version::equalsIgnoreCase);
    }

    ObjectNode write() {
        ObjectNode node = Trees.object().put("id", id).put("displayName", id);
        node.set("versions", Trees.array(versions, Trees.MAPPER.getNodeFactory()::textNode));
        return node;
    }
}
