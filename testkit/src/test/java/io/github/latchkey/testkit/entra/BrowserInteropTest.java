package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.EntraHttp.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Microsoft's identity library signs a user in by the system's browser. It opens whatever stands on the path, so it
 * runs in a process of its own; the browser there hands the address to this test.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the browser on the path is a shell script")
class BrowserInteropTest {

    private final EntraWorld world = new EntraWorld();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void interactive_pagesFollowed_getsAToken() throws Exception {
        Path opened = directory.resolve("opened");
        Path browser = Files.writeString(
                directory.resolve("xdg-open"),
                "#!/bin/sh\nprintf '%s' \"$1\" > " + opened + ".part && mv " + opened + ".part " + opened + "\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        Process process = start();
        try {
            signIn(arrives(opened, process));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

            Matcher token =
                    Pattern.compile(ManagedIdentityProbe.PREFIX + "(.*)").matcher(output);
            assertThat(token.find()).as(output).isTrue();
            VerifiedToken verified = world.entra.tokenVerifier().verify(token.group(1), Set.of(EntraHttp.BATCH));
            assertThat(verified.user()).isTrue();
            assertThat(verified.clientId()).isEqualTo(EntraWorld.PUBLIC_APP);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        Path trust = world.entra.trust().writeTrustStore(directory.resolve("trust.p12"), "trust");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore=" + trust,
                "-Djavax.net.ssl.trustStorePassword=trust",
                "-cp",
                System.getProperty("java.class.path"),
                BrowserProbe.class.getName(),
                world.entra.authorityHost().toString(),
                FakeEntra.DEFAULT_TENANT_ID,
                EntraWorld.PUBLIC_APP,
                "https://batch.core.windows.net//user_impersonation");
        builder.environment().put("PATH", directory + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        builder.environment().remove("SUDO_USER");
        return builder.redirectErrorStream(true).start();
    }

    private static String arrives(Path file, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(file)) {
            boolean over = process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0;
            if (over && !Files.exists(file)) {
                throw new AssertionError("no browser was opened");
            }
        }
        return Files.readString(file);
    }

    /** Does what the browser and its user do: signs in, and posts the form that comes back to the waiting program. */
    private void signIn(String address) {
        Reply form = world.http.post(
                EntraWorld.formAction(world.http.get(address)),
                Map.of(
                        "action", "sign-in",
                        "username", FakeEntra.DEFAULT_USER_NAME,
                        "password", FakeEntra.DEFAULT_USER_PASSWORD));
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = Pattern.compile("name=\"([^\"]+)\" value=\"([^\"]*)\"").matcher(form.text());
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        world.http.post(EntraWorld.formAction(form), fields);
    }
}
