package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.microsoft.aad.msal4jextensions.persistence.ICacheAccessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PlatformCacheTest {

    @TempDir
    private Path directory;

    private PlatformCache on(Supplier<ICacheAccessor> accessor) {
        return new PlatformCache(directory.resolve("cache"), "the vault", "Open it.", accessor);
    }

    /** What a platform keeps, in memory. */
    private static final class Vault implements ICacheAccessor {

        private byte @Nullable [] kept;

        @Override
        public byte @Nullable [] read() {
            return kept;
        }

        @Override
        public void write(byte[] data) {
            kept = data;
        }

        @Override
        public void delete() {
            kept = null;
        }
    }

    @Test
    void load_afterSave_isTheSameTextAndTheFileIsEmpty() throws IOException {
        PlatformCache cache = on(Vault::new);
        assertThat(cache.load()).isEmpty();

        cache.save("tokens of Zoë");

        assertThat(cache.load()).contains("tokens of Zoë");
        assertThat(Files.size(directory.resolve("cache"))).isZero();
    }

    @Test
    void use_libraryOfThePlatformAbsent_refusesAndSaysWhatToDo() {
        PlatformCache cache = on(() -> {
            throw new UnsatisfiedLinkError("libsecret-1.so");
        });

        assertThatIOException()
                .isThrownBy(cache::load)
                .withMessageContainingAll("the vault", "cannot be used here", "Open it.", "plainTextFile");
        assertThatIOException().isThrownBy(() -> cache.save("precious"));
    }

    @Test
    void use_vaultLocked_saysWhatThePlatformSaid() {
        PlatformCache cache = on(() -> {
            throw new IllegalStateException("the keyring is locked");
        });

        assertThatIOException().isThrownBy(cache::load).withMessageContaining("the keyring is locked");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "every user of the others has a vault")
    void load_linuxWithoutASession_refusesWithinTheSameTypeOfError() {
        Assumptions.assumeTrue(
                System.getenv("DBUS_SESSION_BUS_ADDRESS") == null && System.getenv("DISPLAY") == null,
                "skipped: this session may have a keyring, and a test must not use it");
        PlatformCache cache = PlatformCache.of(directory.resolve("cache"));

        assertThatIOException().isThrownBy(cache::load).withMessageContainingAll("the keyring", "libsecret");
        assertThatIOException().isThrownBy(() -> cache.save("precious"));
        assertThat(directory).isDirectoryNotContaining(file -> holds(file, "precious"));
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "it is about Linux' keyring")
    void load_inASessionWithARealKeyring_bringsBackWhatWasSaved() throws Exception {
        for (String tool : List.of("dbus-run-session", "gnome-keyring-daemon")) {
            Assumptions.assumeTrue(
                    isInstalled(tool),
                    "skipped: " + tool + " is not installed (Debian: dbus, gnome-keyring, libsecret-1-0)");
        }
        Path file = directory.resolve("cache");
        ProcessBuilder builder = new ProcessBuilder(
                        "dbus-run-session",
                        "--",
                        "sh",
                        "-c",
                        "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyringProgram.class.getName(),
                        file.toString())
                .redirectErrorStream(true);
        // A keyring of its own, which goes away with the directory.
        for (String place : List.of("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME")) {
            builder.environment().put(place, directory.toString());
        }
        Process session = builder.start();
        String said = output(session);

        assertThat(session.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(session.exitValue()).as(said).isZero();
        assertThat(said).contains("loaded: precious", "elsewhere: nothing");
        assertThat(Files.size(file)).as("nothing is in the file").isZero();
    }

    private static String output(Process process) throws IOException {
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }
}
