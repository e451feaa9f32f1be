package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tasks leave on their nodes. Made from the outcome each time somebody looks, so that a million finished tasks
 * keep no files; while a task runs, its output grows with the time that it has run.
 */
final class TaskFiles {

    private static final Pattern SHELL = Pattern.compile(
            "(?:(?:/bin/)?(?:ba|da|z)?sh\\s+-[a-z]*c\\s+|cmd(?:\\.exe)?\\s+/c\\s+)?(.*)", Pattern.DOTALL);

    private TaskFiles() {}

    /** The directory of a task below the root of its node. */
    static String directory(Task task) {
        return "workitems/" + task.job.id + "/job-1/" + task.id;
    }

    /** The files of a task that has begun, relative to its directory. */
    static FileTree of(Task task) {
        TaskRun run = task.run();
        ObjectNode spec = task.spec();
        FileTree tree = of(run, spec, task.id, task.job.account);
        List<Instance> instances = run.instances;
        if (instances != null) {
            fetched(tree, "", spec.at("/multiInstanceSettings/commonResourceFiles"), run, task.job.account);
        }
        if (run.deleted != null) {
            run.deleted.forEach(tree::remove);
        }
        return tree;
    }

    /**
     * The files of a subtask, relative to the directory of its task, which holds the common files; its standard output
     * is that of its coordination command.
     */
    static FileTree of(Task task, Instance subtask) {
        JsonNode settings = task.spec().path("multiInstanceSettings");
        ObjectNode command = Trees.object();
        command.put("commandLine", Trees.text(settings, "coordinationCommandLine", ""));
        String number = String.valueOf(subtask.number);
        FileTree tree = new FileTree();
        tree.mount(number, of(subtask, command, task.id + "/" + number, task.job.account), subtask.start);
        fetched(tree, "", settings.path("commonResourceFiles"), subtask, task.job.account);
        return tree;
    }

    /** The files of a start, preparation or release task, relative to its directory. */
    static FileTree of(SetupRun run) {
        return of(run, run.spec, run.id(), run.node.pool.account);
    }

    private static FileTree of(CommandRun run, JsonNode spec, String label, BatchAccount account) {
        FileTree tree = new FileTree();
        tree.addDirectory("wd", run.start);
        fetched(tree, "wd/", spec.path("resourceFiles"), run, account);
        Path directory = run.running == null ? null : run.running.directory();
        long modified = run.end == Ticks.NEVER ? account.now() : run.end;
        contents(run, directory, spec, label)
                .forEach((path, content) -> tree.addFile(path, visible(content, run, account), run.start, modified));
        return tree;
    }

    private static void fetched(
            FileTree tree, String directory, JsonNode resourceFiles, CommandRun run, BatchAccount account) {
        account.transfers()
                .fetched(resourceFiles)
                .forEach((path, content) -> tree.addFile(directory + path, content, run.start, run.start));
    }

    private static Map<String, byte[]> contents(CommandRun run, @Nullable Path directory, JsonNode spec, String label) {
        if (directory != null) {
            return RealRun.files(directory);
        }
        TaskOutcome outcome = run.outcome;
        if (outcome == null) {
            return Map.of();
        }
        TreeMap<String, byte[]> files = new TreeMap<>(outcome.files());
        Optional<String> printed = outcome.stdout();
        if (printed.isPresent() || !files.containsKey("stdout.txt")) {
            String stdout = printed.orElseGet(() -> usualOutput(Trees.text(spec, "commandLine", ""), label));
            files.put("stdout.txt", stdout.getBytes(StandardCharsets.UTF_8));
        }
        files.putIfAbsent("stderr.txt", outcome.stderr().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** What a command line prints that no script speaks for: the text of an echo, or one line that names the task. */
    static String usualOutput(String command, String taskId) {
        Matcher shell = SHELL.matcher(command.strip());
        String inner = shell.matches() ? unquote(shell.group(1).strip()) : command;
        if (inner.startsWith("echo ")) {
            return unquote(inner.substring("echo ".length()).strip()) + "\n";
        }
        return "Task " + taskId + " ran: " + command + "\n";
    }

    private static String unquote(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** The part of a file that is there already while its command line pretends to run. */
    private static byte[] visible(byte[] content, CommandRun run, BatchAccount account) {
        Running running = run.running;
        if (running == null || running.plannedEnd <= run.start) {
            return content;
        }
        long passed = Math.max(0, account.now() - run.start);
        long length =
                content.length * Math.min(passed, running.plannedEnd - run.start) / (running.plannedEnd - run.start);
        return Arrays.copyOf(content, (int) length);
    }
}
