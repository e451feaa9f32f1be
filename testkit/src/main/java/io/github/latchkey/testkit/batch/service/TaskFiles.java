package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.script.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tasks leave on their nodes. Made from the outcome each time somebody looks, so that a million finished tasks keep no
 * files; while a task runs, its output grows with the time that it has run.
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
        FileTree tree = new FileTree();
        tree.addDirectory("wd", run.start);
        if (run.real != null) {
            run.real.files().forEach((path, content) -> tree.addFile(path, content, run.start, run.end));
        } else {
            contents(task, run).forEach((path, content) -> {
                byte[] visible = visible(content, task, run);
                tree.addFile(path, visible, run.start, run.end == 0 ? task.job.account.now() : run.end);
            });
        }
        if (run.deleted != null) {
            run.deleted.forEach(tree::remove);
        }
        return tree;
    }

    /** The files of a start, preparation or release task, relative to its directory. */
    static FileTree of(SetupRun run) {
        FileTree tree = new FileTree();
        tree.addDirectory("wd", run.start);
        TaskOutcome outcome = run.outcome == null ? TaskOutcome.succeeds() : run.outcome;
        String command = Trees.text(run.spec, "commandLine", "");
        contents(outcome, command, run.id())
                .forEach((path, content) -> tree.addFile(path, content, run.start, run.end));
        return tree;
    }

    private static Map<String, byte[]> contents(Task task, TaskRun run) {
        TaskOutcome outcome = run.outcome == null ? TaskOutcome.succeeds() : run.outcome;
        String command = outcome.stdout().isPresent() ? "" : Trees.text(task.spec(), "commandLine", "");
        return contents(outcome, command, task.id);
    }

    private static Map<String, byte[]> contents(TaskOutcome outcome, String command, String taskId) {
        TreeMap<String, byte[]> files = new TreeMap<>(outcome.files());
        String stdout = outcome.stdout().orElseGet(() -> usualOutput(command, taskId));
        files.put("stdout.txt", stdout.getBytes(StandardCharsets.UTF_8));
        files.put("stderr.txt", outcome.stderr().getBytes(StandardCharsets.UTF_8));
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

    /** The part of a file that is there already while its task runs. */
    private static byte[] visible(byte[] content, Task task, TaskRun run) {
        if (run.end != Ticks.NEVER || run.plannedEnd <= run.start) {
            return content;
        }
        long passed = Math.max(0, task.job.account.now() - run.start);
        long length = content.length * Math.min(passed, run.plannedEnd - run.start) / (run.plannedEnd - run.start);
        return Arrays.copyOf(content, (int) length);
    }
}
