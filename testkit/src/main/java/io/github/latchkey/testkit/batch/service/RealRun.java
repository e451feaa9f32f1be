package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Really runs command lines, each as a process of its own with the directories that a node has: {@code shared},
 * {@code startup}, {@code applications} and {@code workitems/<job>/job-1/<task>/wd}, below one directory for each node.
 * Only for accounts that were told to. Processes take real time whatever the clock does, and their ends enter the
 * account in the order in which they come.
 *
 * <p>What a task leaves running ends with it; what start, preparation and coordination commands leave running serves
 * others, and ends with the node, the job or the task that it serves. What has detached itself from its parent is found
 * by its environment, where the system shows that (Linux).
 */
final class RealRun implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int SECONDS_TO_DIE = 10;

    /** Marks the processes of this account; its value begins with {@link #mark}. */
    private static final String MARK = "LATCHKEY_TESTKIT_RUN";

    private final Path root;
    private final String mark = UUID.randomUUID().toString();
    private final Set<Child> processes = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "latchkey-testkit-task");
        thread.setDaemon(true);
        return thread;
    });

    RealRun(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** The directory that stands for the root of a node. */
    Path root(Node node) {
        return root.resolve(node.pool.id).resolve(node.id);
    }

    /** Starts a process; {@code then} gets its end on some thread unless it is stopped before. */
    Child start(TaskAttempt attempt, Commands.Place place, Map<String, byte[]> files, Consumer<TaskOutcome> then) {
        Child process = new Child(attempt, place, files, then);
        processes.add(process);
        threads.execute(process::launch);
        return process;
    }

    /** Ends all processes and waits until they are gone. */
    void stopAll() {
        List<Child> all = List.copyOf(processes);
        all.forEach(Child::end);
        all.forEach(Child::await);
        sweep(mark);
    }

    @Override
    public void close() {
        stopAll();
        threads.shutdownNow();
    }

    /** Ends what detached itself from the processes that were started with a mark. */
    private static void sweep(String mark) {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return;
        }
        String wanted = MARK + "=" + mark;
        ProcessHandle.allProcesses()
                .filter(handle -> environment(handle).contains(wanted))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static String environment(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc/" + handle.pid() + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrForeign) {
            return "";
        }
    }

    /** The files below a directory, by path. What vanishes meanwhile is left out. */
    static Map<String, byte[]> files(Path directory) {
        Map<String, byte[]> files = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return files;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                read(path)
                        .ifPresent(content ->
                                files.put(directory.relativize(path).toString().replace('\\', '/'), content));
            }
        } catch (IOException | UncheckedIOException vanished) {
            return files;
        }
        return files;
    }

    private static Optional<byte[]> read(Path path) {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException vanished) {
            return Optional.empty();
        }
    }

    /** One process, from its order to its end. */
    final class Child {

        private final TaskAttempt attempt;
        private final Path nodeRoot;
        private final Path directory;
        private final boolean fresh;
        private final Map<String, byte[]> files;
        private final Consumer<TaskOutcome> then;
        private final String ownMark = mark + "-" + UUID.randomUUID();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private @Nullable Process process;
        private boolean stopped;

        private Child(
                TaskAttempt attempt, Commands.Place place, Map<String, byte[]> files, Consumer<TaskOutcome> then) {
            this.attempt = attempt;
            this.nodeRoot = root(place.node());
            this.directory = nodeRoot.resolve(place.directory());
            this.fresh = place.fresh();
            this.files = files;
            this.then = then;
        }

        Path directory() {
            return directory;
        }

        private void launch() {
            try {
                Process started = open();
                if (started == null) {
                    finished();
                } else {
                    started.onExit().thenRunAsync(() -> ended(started), threads).exceptionally(this::failed);
                }
            } catch (IOException | UncheckedIOException failure) {
                tell(TaskOutcome.failsToPrepare("CommandLaunchFailed", String.valueOf(failure.getMessage())));
                finished();
            }
        }

        private synchronized @Nullable Process open() throws IOException {
            if (stopped) {
                return null;
            }
            Path working = prepare();
            ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", attempt.commandLine()));
            builder.directory(working.toFile());
            builder.redirectOutput(directory.resolve("stdout.txt").toFile());
            builder.redirectError(directory.resolve("stderr.txt").toFile());
            builder.environment().putAll(new HashMap<>(attempt.environment()));
            builder.environment().put(MARK, ownMark);
            Process started = builder.start();
            process = started;
            started.getOutputStream().close();
            return started;
        }

        private Path prepare() throws IOException {
            if (fresh) {
                clear(directory);
            }
            Files.createDirectories(nodeRoot.resolve("shared"));
            Path working = Files.createDirectories(directory.resolve("wd"));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = working.resolve(file.getKey()).normalize();
                if (path.startsWith(nodeRoot)) {
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.getValue());
                }
            }
            return working;
        }

        private static void clear(Path directory) throws IOException {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> paths = Files.walk(directory)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(path);
                    }
                }
            }
        }

        private void ended(Process started) {
            if (!isStopped()) {
                if (!attempt.kind().leavesServices()) {
                    sweep(ownMark);
                }
                tell(TaskOutcome.exitsWith(started.exitValue()).withFiles(RealRun.files(directory)));
            }
            finished();
        }

        private @Nullable Void failed(Throwable failure) {
            tell(TaskOutcome.failsToPrepare("CommandLaunchFailed", String.valueOf(failure.getMessage())));
            finished();
            return null;
        }

        /** All is done and told; whoever stops everything may go on. */
        private void finished() {
            processes.remove(this);
            gone.complete(null);
        }

        private void tell(TaskOutcome outcome) {
            if (!isStopped()) {
                then.accept(outcome);
            }
        }

        private synchronized boolean isStopped() {
            return stopped;
        }

        /** Ends the process, and soon after it what has detached itself. */
        void stop() {
            end();
            threads.execute(() -> sweep(ownMark));
        }

        private synchronized void end() {
            stopped = true;
            if (process != null) {
                List<ProcessHandle> family =
                        new ArrayList<>(process.descendants().toList());
                family.add(process.toHandle());
                family.forEach(ProcessHandle::destroyForcibly);
            }
        }

        private void await() {
            try {
                gone.get(SECONDS_TO_DIE, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException stillThere) {
                // Was told to die; there is nothing more to be done about it.
            }
        }
    }
}
