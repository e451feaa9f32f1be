package io.github.latchkey.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.latchkey.testkit.http.Json;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the guides tell people to type into a shell, as it stands there. */
class GuideIT {

    private static final Path GUIDES = Path.of("..", "docs", "guides");
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private Path directory;

    @Test
    void shellBlocks_ofTheGuides_doWhatTheySay() throws Exception {
        for (String tool : List.of("bash", "curl")) {
            assumeThat(isOnPath(tool)).as(tool + " is on the path").isTrue();
        }
        List<String> standalone = blocks("testkit-standalone.md");
        List<String> admin = blocks("testkit-admin.md");
        assertThat(standalone).as("building and starting, with Node, with curl").hasSize(3);
        assertThat(admin).hasSize(1);
        assertThat(standalone.get(0))
                .contains("./mvnw package -DskipTests -pl testkit -am\n")
                .endsWith("java -jar testkit/target/latchkey-testkit-standalone.jar\n");

        // The tests of the reader are the other blocks of the guides.
        Path npm = Files.createDirectory(directory.resolve("bin")).resolve("npm");
        Files.writeString(
                npm,
                "#!/usr/bin/env bash\nset -eu\necho \"$1\" > npm.told\ncp \"$NODE_EXTRA_CA_CERTS\" npm.ca\n"
                        + "curl() { command curl --silent --show-error --fail \"$@\"; }\n"
                        + "exec > token.json\n" + standalone.get(2)
                        + "exec > before.json\ncurl \"$ADMIN_URL/api/clock\"\n"
                        + "exec > advance.txt\n" + admin.get(0)
                        + "exec > after.json\ncurl \"$ADMIN_URL/api/clock\"\n");
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwx------"));
        Path jar = Path.of("target", "latchkey-testkit-standalone.jar");
        Files.copy(
                jar,
                Files.createDirectories(directory.resolve("testkit").resolve("target"))
                        .resolve(jar.getFileName()));

        assertThat(bash("set -e\n" + standalone.get(1) + "wait\n")).isEmpty();

        assertThat(read("npm.told")).isEqualTo("test\n");
        assertThat(read("npm.ca")).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(Json.read(read("token.json")).path("access_token").asText()).startsWith("eyJ");
        assertThat(read("advance.txt")).isEmpty();
        assertThat(Duration.between(now("before.json"), now("after.json"))).isGreaterThanOrEqualTo(Duration.ofHours(2));
    }

    private Instant now(String file) throws Exception {
        return Instant.parse(Json.read(read(file)).path("now").asText());
    }

    private String read(String file) throws Exception {
        return Files.readString(directory.resolve(file));
    }

    private static List<String> blocks(String guide) throws Exception {
        return SHELL.matcher(Files.readString(GUIDES.resolve(guide)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Runs a script and returns what it has to say. */
    private String bash(String script) throws Exception {
        Path said = directory.resolve("said");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        Map<String, String> environment = builder.environment();
        environment.put(
                "PATH",
                String.join(
                        File.pathSeparator,
                        directory.resolve("bin").toString(),
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        environment.get("PATH")));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the script ends")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroyForcibly();
        }
        return Files.readString(said, StandardCharsets.UTF_8);
    }

    private static boolean isOnPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
