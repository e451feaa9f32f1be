package io.github.latchkey.batch.application;

import java.util.List;

/**
 * An application of the account, with the versions that have a package.
 *
 * @param id its id
 * @param displayName a name for people, up to 1024 Unicode characters, not necessarily unique
 * @param versions the versions that have a package
 */
public record Application(String id, String displayName, List<String> versions) {
    /** Copies lists. */
    public Application {
        versions = versions == null ? List.of() : List.copyOf(versions); // an answer may leave it out
    }
}
