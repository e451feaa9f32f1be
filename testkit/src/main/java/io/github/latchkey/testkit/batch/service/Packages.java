package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The application packages that pools and tasks refer to: whether the account has them, and where they are on nodes.
 */
final class Packages {

    private Packages() {}

    /**
     * Refuses references that the account cannot satisfy. A pool needs its packages at once; a task that wants the
     * default version of an application without one fails when it runs.
     */
    static void check(BatchAccount account, JsonNode spec, boolean pool) {
        for (JsonNode reference : spec.path("applicationPackageReferences")) {
            String id = Trees.text(reference, "applicationId", "");
            String version = Trees.text(reference, "version");
            Application application = account.applications.get(Ids.key(id));
            if (application == null || ((pool || version != null) && !application.has(version))) {
                throw ErrorCode.INVALID_APPLICATION_PACKAGE_REFERENCES
                        .fault()
                        .with("ApplicationPackage", version == null ? id : id + ":" + version);
            }
        }
    }

    /** Why the packages of a task cannot be installed, {@code null} when they can. */
    static @Nullable Failure failure(BatchAccount account, JsonNode spec) {
        for (JsonNode reference : spec.path("applicationPackageReferences")) {
            String id = Trees.text(reference, "applicationId", "");
            Application application = account.applications.get(Ids.key(id));
            if (application == null || !application.has(Trees.text(reference, "version"))) {
                return Failure.user(
                        "ApplicationPackageError",
                        "The application '" + id + "' has no default version, and the task names none");
            }
        }
        return null;
    }

    /** Tells command lines where the packages are, by variables named as the service names them. */
    static void environment(Map<String, String> environment, Node node, JsonNode spec) {
        for (JsonNode reference : spec.path("applicationPackageReferences")) {
            String id = Trees.text(reference, "applicationId", "");
            String version = Trees.text(reference, "version");
            String name = version == null ? id : id + (node.isWindows() ? "#" : "_") + version;
            String flat = node.isWindows() ? name.toUpperCase(Locale.ROOT) : name.replaceAll("[.#-]", "_");
            environment.put("AZ_BATCH_APP_PACKAGE_" + flat, node.root() + "/" + directory(node, reference));
        }
    }

    /** The directory of a package below the root of a node. */
    static String directory(Node node, JsonNode reference) {
        String id = Trees.text(reference, "applicationId", "");
        Application application = node.pool.account.applications.get(Ids.key(id));
        String byDefault = application == null ? null : application.defaultVersion();
        return "applications/" + id + Trees.text(reference, "version", byDefault == null ? "" : byDefault);
    }
}
