package io.github.latchkey.testkit.batch.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What comes of one try to run a task: how long it takes, how it ends, what it leaves behind. Immutable; the
 * {@code with} methods answer changed copies.
 */
public final class TaskOutcome {

    /** The ways in which a try ends. */
    public enum End {
        /** The command line ran and exited with a code. */
        EXIT,
        /** It could not be started, for instance because a resource file is missing; there is no exit code. */
        PREPARATION_FAILED,
        /** It exited, but an output file could not be uploaded. */
        UPLOAD_FAILED,
        /** It does not end by itself. */
        NEVER,
        /** The node is lost while it runs: the task goes back to the queue. */
        NODE_LOST
    }

    private static final TaskOutcome SUCCESS = new TaskOutcome(End.EXIT, 0, null, "", "", null, null, Map.of());

    private final End end;
    private final int exitCode;
    private final @Nullable Duration duration;
    private final String code;
    private final String message;
    private final @Nullable String stdout;
    private final @Nullable String stderr;
    private final Map<String, byte[]> files;

    private TaskOutcome(
            End end,
            int exitCode,
            @Nullable Duration duration,
            String code,
            String message,
            @Nullable String stdout,
            @Nullable String stderr,
            Map<String, byte[]> files) {
        this.end = end;
        this.exitCode = exitCode;
        this.duration = duration;
        this.code = code;
        this.message = message;
        this.stdout = stdout;
        this.stderr = stderr;
        this.files = files;
    }

    /**
     * Exits with code 0. Without {@link #withStdout} the task prints what its command line would echo, or one line that
     * names it.
     *
     * @return a success
     */
    public static TaskOutcome succeeds() {
        return SUCCESS;
    }

    /**
     * Exits with a code; all but 0 is a failure.
     *
     * @param exitCode the code
     * @return the outcome
     */
    public static TaskOutcome exitsWith(int exitCode) {
        return new TaskOutcome(End.EXIT, exitCode, null, "", "", null, null, Map.of());
    }

    /**
     * Fails before the command line starts.
     *
     * @param code the code of the failure, for instance {@code BlobNotFound}
     * @param message what happened
     * @return the outcome
     */
    public static TaskOutcome failsToPrepare(String code, String message) {
        return new TaskOutcome(End.PREPARATION_FAILED, 0, null, code, message, null, null, Map.of());
    }

    /**
     * Exits with code 0 and then fails to upload its output files.
     *
     * @param code the code of the failure, for instance {@code FileUploadAccessDenied}
     * @param message what happened
     * @return the outcome
     */
    public static TaskOutcome failsToUpload(String code, String message) {
        return new TaskOutcome(End.UPLOAD_FAILED, 0, null, code, message, null, null, Map.of());
    }

    /**
     * Runs until something else ends it: a time limit, a terminated task or job, a lost node.
     *
     * @return the outcome
     */
    public static TaskOutcome neverEnds() {
        return new TaskOutcome(End.NEVER, 0, null, "", "", null, null, Map.of());
    }

    /**
     * Loses its node: the node becomes unusable and the task goes back to the queue.
     *
     * @return the outcome
     */
    public static TaskOutcome losesNode() {
        return new TaskOutcome(End.NODE_LOST, 0, null, "", "", null, null, Map.of());
    }

    /**
     * Sets how long the try takes in the time of the account's clock; otherwise the account's timings say.
     *
     * @param time zero or more
     * @return a changed copy
     */
    public TaskOutcome after(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("the duration of a task is " + time + " but must be zero or more");
        }
        return new TaskOutcome(end, exitCode, time, code, message, stdout, stderr, files);
    }

    /**
     * Sets what {@code stdout.txt} holds.
     *
     * @param text the whole text
     * @return a changed copy
     */
    public TaskOutcome withStdout(String text) {
        return new TaskOutcome(end, exitCode, duration, code, message, text, stderr, files);
    }

    /**
     * Sets what {@code stderr.txt} holds; it is empty otherwise.
     *
     * @param text the whole text
     * @return a changed copy
     */
    public TaskOutcome withStderr(String text) {
        return new TaskOutcome(end, exitCode, duration, code, message, stdout, text, files);
    }

    /**
     * Adds a file that the task leaves in its directory.
     *
     * @param path the path below the task's directory, with slashes; working files are below {@code wd/}
     * @param content the content
     * @return a changed copy
     */
    public TaskOutcome withFile(String path, byte[] content) {
        return withFiles(Map.of(path, content));
    }

    /**
     * Adds files that the task leaves in its directory.
     *
     * @param more content by path below the task's directory, with slashes; {@code stdout.txt} and {@code stderr.txt}
     *     may be among them
     * @return a changed copy
     */
    public TaskOutcome withFiles(Map<String, byte[]> more) {
        Map<String, byte[]> all = new TreeMap<>(files);
        more.forEach((path, content) -> {
            boolean inside = !path.isBlank()
                    && !path.startsWith("/")
                    && !Arrays.asList(path.split("/", -1)).contains("..");
            if (!inside) {
                throw new IllegalArgumentException("the file '" + path
                        + "' must be a relative path below the task's directory, such as wd/result.json");
            }
            all.put(path, content.clone());
        });
        return new TaskOutcome(end, exitCode, duration, code, message, stdout, stderr, all);
    }

    /**
     * Adds a text file that the task leaves in its directory.
     *
     * @param path the path below the task's directory, with slashes
     * @param content the text, stored as UTF-8
     * @return a changed copy
     */
    public TaskOutcome withFile(String path, String content) {
        return withFile(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns how the try ends.
     *
     * @return the kind of end
     */
    public End end() {
        return end;
    }

    /**
     * Returns the exit code.
     *
     * @return the code; meaningful for {@link End#EXIT} and {@link End#UPLOAD_FAILED}
     */
    public int exitCode() {
        return exitCode;
    }

    /**
     * Returns how long the try takes.
     *
     * @return the duration, empty when the account's timings decide
     */
    public Optional<Duration> duration() {
        return Optional.ofNullable(duration);
    }

    /**
     * Returns the code of a failure that is not an exit code.
     *
     * @return the code, or empty text
     */
    public String code() {
        return code;
    }

    /**
     * Returns the message of a failure that is not an exit code.
     *
     * @return the message, or empty text
     */
    public String message() {
        return message;
    }

    /**
     * Returns what was printed.
     *
     * @return the text, empty when the command line decides
     */
    public Optional<String> stdout() {
        return Optional.ofNullable(stdout);
    }

    /**
     * Returns what was printed to the error stream.
     *
     * @return the text, empty text when none was set
     */
    public String stderr() {
        return stderr == null ? "" : stderr;
    }

    /**
     * Returns the files that are left behind.
     *
     * @return content by path, ordered
     */
    public Map<String, byte[]> files() {
        Map<String, byte[]> copy = new TreeMap<>();
        files.forEach((path, content) -> copy.put(path, content.clone()));
        return copy;
    }
}
