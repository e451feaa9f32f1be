package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileLockTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path directory;

    private Path cache() {
        return directory.resolve("cache");
    }

    /** Holds the lock until its input ends. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (Closeable held = new CacheFileLock(Path.of(arguments[0])).acquire()) {
                System.out.println("held " + held.hashCode());
                while (System.in.read() >= 0) {
                    // Nothing is expected, only the end.
                }
            }
        }
    }

    @Test
    void acquire_heldInThisProcess_waitsForItsEnd() throws Exception {
        Closeable first = new CacheFileLock(cache()).acquire();
        assertThatIOException()
                .isThrownBy(() -> new CacheFileLock(cache(), SHORT).acquire())
                .withMessageContaining("cache.lock");

        CompletableFuture<Closeable> next = CompletableFuture.supplyAsync(() -> {
            try {
                return new CacheFileLock(cache()).acquire();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        first.close();

        next.get(20, TimeUnit.SECONDS).close();
        new CacheFileLock(cache(), SHORT).acquire().close();
    }

    @Test
    void acquire_heldByAnotherProcess_waitsUntilThatOneIsDead() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        cache().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).startsWith("held");
            assertThatIOException().isThrownBy(() -> new CacheFileLock(cache(), SHORT).acquire());

            other.destroyForcibly();

            assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
            new CacheFileLock(cache()).acquire().close();
        }
    }
}
