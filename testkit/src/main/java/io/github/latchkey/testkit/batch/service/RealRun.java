package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Really runs command lines, each in a directory of its own, on a few daemon threads. Only for accounts that were told
 * to; takes real time whatever the clock does, and its ends enter the account in the order in which they come.
 */
final class RealRun implements AutoCloseable {

    private static final int PARALLEL = 4;

    private final Path root;
    private final TestClock clock;
    private final Object lock;
    private final AtomicInteger directories = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, work -> {
        Thread thread = new Thread(work, "latchkey-testkit-task");
        thread.setDaemon(true);
        return thread;
    });

    RealRun(Path root, TestClock clock, Object lock) {
        this.root = root;
        this.clock = clock;
        this.lock = lock;
    }

    /**
     * What a process left behind.
     *
     * @param exitCode its exit code
     * @param timedOut whether it was ended because its time was over
     * @param files its files by path below the task's directory
     */
    record Finished(int exitCode, boolean timedOut, Map<String, byte[]> files) {}

    /** Starts a process and reports its end under the account's lock. */
    void start(TaskAttempt attempt, Duration limit, Consumer<Finished> then) {
        threads.execute(() -> {
            Finished finished;
            try {
                finished = run(attempt, limit);
            } catch (IOException failed) {
                finished = new Finished(127, false, Map.of("stderr.txt", bytes(failed.toString())));
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                return;
            }
            Finished end = finished;
            clock.schedule(Duration.ZERO, () -> {
                synchronized (lock) {
                    then.accept(end);
                }
            });
        });
    }

    private Finished run(TaskAttempt attempt, Duration limit) throws IOException, InterruptedException {
        Path directory = root.resolve(directories.incrementAndGet() + "-" + attempt.taskId());
        Path working = Files.createDirectories(directory.resolve("wd"));
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", attempt.commandLine()));
        builder.directory(working.toFile());
        builder.redirectOutput(directory.resolve("stdout.txt").toFile());
        builder.redirectError(directory.resolve("stderr.txt").toFile());
        Map<String, String> environment = new HashMap<>(attempt.environment());
        environment.put("AZ_BATCH_TASK_DIR", directory.toString());
        environment.put("AZ_BATCH_TASK_WORKING_DIR", working.toString());
        environment.put("AZ_BATCH_NODE_ROOT_DIR", root.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            boolean ended = true;
            if (Trees.unlimited(limit)) {
                process.waitFor();
            } else {
                ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            int exitCode = ended ? process.exitValue() : -1;
            return new Finished(exitCode, !ended, files(directory));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Map<String, byte[]> files(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.filter(Files::isRegularFile).forEach(path -> {
                try {
                    files.put(directory.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            });
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
