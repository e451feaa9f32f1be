package io.github.latchkey.testkit.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The standalone jar in a process of its own, as a script in any language would run it. */
final class StandaloneProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "latchkey-testkit-standalone.jar");
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final Path errors;
    private final Map<String, String> values = new LinkedHashMap<>();

    private StandaloneProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the jar and does not wait for it. */
    static StandaloneProcess launch(String... options) {
        return launch(List.of(), options);
    }

    /** The same with options of the virtual machine. */
    static StandaloneProcess launch(List<String> machine, String... options) {
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(machine);
            command.add("-jar");
            command.add(JAR.toString());
            command.addAll(List.of(options));
            Path errors = Files.createTempFile("standalone", ".err");
            errors.toFile().deleteOnExit();
            return new StandaloneProcess(
                    new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts the jar and reads its lines up to {@code READY}. */
    static StandaloneProcess start(String... options) {
        StandaloneProcess started = launch(options);
        for (String line = started.line(); !"READY".equals(line); line = started.line()) {
            if (line == null) {
                throw new IllegalStateException("the program has ended: " + started.errors());
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalStateException("no KEY=value line: " + line);
            }
            started.values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return started;
    }

    Map<String, String> values() {
        return values;
    }

    String value(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " was not printed, but " + values.keySet());
        }
        return value;
    }

    /** Reads the next line of the standard output; {@code null} at its end. */
    @org.jspecify.annotations.Nullable
    String line() {
        try {
            return output.readLine();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM and waits for the end. */
    int terminate() {
        // By the handle, because Process.destroy() would close the output before it is read to its end.
        process.toHandle().destroy();
        return exitCode();
    }

    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the program does not end");
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        // Politely, so that it removes its files.
        terminate();
        process.destroyForcibly();
    }
}
