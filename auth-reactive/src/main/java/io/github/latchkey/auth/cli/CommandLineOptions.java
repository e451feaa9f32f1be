package io.github.latchkey.auth.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** How a command line tool is run. */
record CommandLineOptions(Map<String, String> environment, Duration timeout, Clock clock, Scheduler scheduler) {

    /**
     * Finds a program as a shell would, except that relative entries of the PATH count for nothing: whoever can write
     * into the working directory must not be able to put a program there.
     */
    Optional<Path> find(String name) {
        boolean windows = File.separatorChar == '\\';
        List<String> names = windows ? List.of(name + ".exe", name + ".cmd") : List.of(name);
        String path = environment.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("PATH"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .map(CommandLineOptions::directory)
                .flatMap(Optional::stream)
                .flatMap(directory -> names.stream().map(directory::resolve))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .findFirst();
    }

    private static Optional<Path> directory(String entry) {
        try {
            return Optional.of(Path.of(entry)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty(); // an entry that is no path leads nowhere
        }
    }

    /** Returns the threads that all tools of this JVM share: two at a time, made when needed, gone when idle. */
    static Scheduler sharedScheduler() {
        return Shared.SCHEDULER;
    }

    private static final class Shared {
        static final Scheduler SCHEDULER = Schedulers.newBoundedElastic(2, 1000, "latchkey-cli", 10, true);
    }
}
