package io.github.latchkey.auth.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs one program to its end, or to the end of its time. Blocks; an interrupt ends the program. */
final class Tool {

    private static final int LARGEST = 1 << 20;
    private static final long READ_LIMIT_SECONDS = 5;

    private Tool() {}

    static Result run(List<String> command, Map<String, String> environment, Duration timeout)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        // Wherever it runs, a tool must not pick up what lies around in the directory of the program.
        builder.directory(Path.of(System.getProperty("java.io.tmpdir")).toFile());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = read(process.getInputStream());
            CompletableFuture<String> errors = read(process.getErrorStream());
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Result(true, -1, "", "");
            }
            return new Result(false, process.exitValue(), text(output), text(errors));
        } finally {
            // The tools are scripts that start others; those would live on and keep the pipes open.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(CompletableFuture<String> reading) {
        return reading.completeOnTimeout("", READ_LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Both pipes are read at once: a program that fills one of them waits until somebody empties it. */
    private static CompletableFuture<String> read(InputStream pipe) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread reader = new Thread(() -> result.complete(readBounded(pipe)), "latchkey-tool-reader");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    private static String readBounded(InputStream pipe) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try (pipe) {
            int count = pipe.read(buffer);
            while (count >= 0) {
                if (all.size() < LARGEST) {
                    all.write(buffer, 0, count);
                }
                count = pipe.read(buffer);
            }
        } catch (IOException e) {
            // The program was ended while it wrote; what it wrote so far is all there is.
            return all.toString(StandardCharsets.UTF_8);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** How a program ended. Not for printing: the output may hold a token. */
    record Result(boolean timedOut, int exitCode, String output, String errors) {

        @Override
        public String toString() {
            return "Result[exitCode=" + exitCode + "]";
        }
    }
}
