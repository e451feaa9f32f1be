package io.github.latchkey.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dependencies of this module as Maven resolved them, written down by the build: what somebody gets who depends on
 * one or the other of them alone.
 */
public final class Dependencies {

    private final Map<String, JsonNode> nodes = new HashMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, Path> modules = new HashMap<>();

    private Dependencies(JsonNode tree, List<Path> paths) {
        collect(tree);
        for (Path path : paths) {
            files.put(path.getFileName().toString(), path);
            if (Files.isDirectory(path) && path.getNameCount() > 3) {
                // A module of this build that was not packaged yet, as batch-client/target/classes.
                modules.put("latchkey-" + path.getName(path.getNameCount() - 3), path);
            }
        }
    }

    /** Reads what the build wrote into a directory. */
    public static Dependencies read(Path directory) {
        try {
            return new Dependencies(
                    new ObjectMapper().readTree(directory.resolve("tree.json").toFile()),
                    List.of(Files.readString(directory.resolve("classpath.txt"))
                                    .strip()
                                    .split(File.pathSeparator, -1))
                            .stream()
                            .map(Path::of)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The build has not written down its dependencies; run ./mvnw package first.", e);
        }
    }

    /** Finds where the build wrote them: beside the classes or the jar that runs. */
    public static Path directory() {
        Path code = Path.of(Dependencies.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return code.resolveSibling("dependencies");
    }

    /** Returns the version of each library. */
    public Map<String, String> versions(String... artifacts) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String artifact : artifacts) {
            versions.put(artifact, node(artifact).get("version").asText());
        }
        return versions;
    }

    /** Returns the jars that some artifacts need at run time, themselves included, by name. */
    public Map<String, Path> closure(String... artifacts) {
        Map<String, Path> closure = new LinkedHashMap<>();
        Deque<JsonNode> left = new ArrayDeque<>();
        for (String artifact : artifacts) {
            left.add(node(artifact));
        }
        while (!left.isEmpty()) {
            JsonNode node = left.remove();
            String file = file(node);
            Path path =
                    files.getOrDefault(file, modules.get(node.get("artifactId").asText()));
            if (path == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            if (closure.putIfAbsent(file, path) == null) {
                for (JsonNode child : node.path("children")) {
                    String scope = child.path("scope").asText();
                    if (scope.equals("compile") || scope.equals("runtime")) {
                        // Where Maven left a node out as a duplicate, the one that it kept has the children.
                        left.add(nodes.getOrDefault(key(child), child));
                    }
                }
            }
        }
        return closure;
    }

    private JsonNode node(String artifact) {
        return nodes.values().stream()
                .filter(node -> node.get("artifactId").asText().equals(artifact)
                        && node.path("classifier").asText().isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(artifact + " is no dependency"));
    }

    private void collect(JsonNode node) {
        JsonNode known = nodes.get(key(node));
        if (known == null
                || known.path("children").size() < node.path("children").size()) {
            nodes.put(key(node), node);
        }
        node.path("children").forEach(this::collect);
    }

    private static String key(JsonNode node) {
        return node.path("groupId").asText() + ":" + node.path("artifactId").asText() + ":"
                + node.path("classifier").asText();
    }

    private static String file(JsonNode node) {
        String classifier = node.path("classifier").asText();
        return node.get("artifactId").asText() + "-" + node.get("version").asText()
                + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }
}
