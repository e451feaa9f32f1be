package io.github.latchkey.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that was started to be measured, and is talked to in {@link Lines}. Ends with {@link #close()} at the latest.
 */
public final class Child implements AutoCloseable {

    private static final int REMEMBERED = 40;

    private final String name;
    private final Process process;
    private final BufferedWriter in;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final ArrayDeque<String> chatter = new ArrayDeque<>(); // guarded by itself

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(this::listen, "listens to " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts describing a child with the JVM and the class path of this one. */
    public static Builder of(Class<?> main) {
        return new Builder(main.getName());
    }

    /** Starts describing a child with the JVM and the class path of this one. */
    public static Builder of(String main) {
        return new Builder(main);
    }

    /** Sends a line and waits for what the child says to it. */
    public JsonNode ask(String line, Duration patience) throws InterruptedException {
        try {
            in.write(line);
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw new IllegalStateException(name + " has ended:\n" + lastLines(), e);
        }
        return hear(patience);
    }

    /** Waits for the next thing that the child says. */
    public JsonNode hear(Duration patience) throws InterruptedException {
        JsonNode next = hearOrEnd(patience);
        if (next == null) {
            throw new IllegalStateException(name + " has ended:\n" + lastLines());
        }
        return next;
    }

    /** Waits for everything that the child still says, and for its end, which must be a good one. */
    public List<JsonNode> hearAll(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        List<JsonNode> all = new ArrayList<>();
        JsonNode next;
        while ((next = hearOrEnd(Duration.ofNanos(until - System.nanoTime()))) != null) {
            all.add(next);
        }
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(name + " failed:\n" + lastLines());
        }
        return all;
    }

    /** Returns the process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        try {
            in.close(); // children that read lines end at the end of their input
        } catch (IOException e) {
            // it has ended already
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable JsonNode hearOrEnd(Duration patience) throws InterruptedException {
        Heard next = heard.poll(Math.max(patience.toNanos(), 0), TimeUnit.NANOSECONDS);
        if (next == null) {
            process.destroyForcibly();
            throw new IllegalStateException(name + " said nothing in time:\n" + lastLines());
        }
        return next.said();
    }

    private void listen() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null) {
                JsonNode said = Lines.heard(line);
                if (said != null) {
                    heard.add(new Heard(said));
                } else {
                    remember(line);
                }
            }
        } catch (IOException | RuntimeException e) {
            remember(e.toString());
        } finally {
            heard.add(new Heard(null));
        }
    }

    private void remember(String line) {
        synchronized (chatter) {
            if (chatter.size() == REMEMBERED) {
                chatter.removeFirst();
            }
            chatter.addLast(line);
        }
    }

    private String lastLines() {
        synchronized (chatter) {
            return String.join("\n", chatter);
        }
    }

    /** What was said; nothing at the end. */
    private record Heard(@Nullable JsonNode said) {}

    /** Describes a child. */
    public static final class Builder {

        private final String main;
        private final List<String> options = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private Path javaHome = Path.of(System.getProperty("java.home"));
        private String classPath =
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

        private Builder(String main) {
            this.main = main;
        }

        /** Adds options of the JVM. */
        public Builder options(String... more) {
            options.addAll(List.of(more));
            return this;
        }

        /** Adds options of the JVM. */
        public Builder options(List<String> more) {
            options.addAll(more);
            return this;
        }

        /** Adds arguments of the program. */
        public Builder arguments(Object... more) {
            for (Object one : more) {
                arguments.add(one.toString());
            }
            return this;
        }

        /** Sets another JVM. */
        public Builder javaHome(Path home) {
            javaHome = home;
            return this;
        }

        /** Sets another class path. */
        public Builder classPath(String path) {
            classPath = path;
            return this;
        }

        /** Returns the command, as somebody could type it. */
        public List<String> command() {
            List<String> command = new ArrayList<>();
            command.add(javaHome.resolve("bin").resolve("java").toString());
            command.addAll(options);
            command.add("-cp");
            command.add(classPath);
            command.add(main);
            command.addAll(arguments);
            return command;
        }

        /** Starts it. */
        public Child start() {
            try {
                return new Child(
                        main.substring(main.lastIndexOf('.') + 1) + " " + String.join(" ", arguments),
                        new ProcessBuilder(command()).redirectErrorStream(true).start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
