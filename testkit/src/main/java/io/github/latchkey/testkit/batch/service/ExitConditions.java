package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.latchkey.testkit.batch.script.TaskOutcome;

/** Picks the exit options of a task by how it ended. */
final class ExitConditions {

    private ExitConditions() {}

    /** The exit options that a task names for the way in which it ended; a missing node when it names none. */
    static JsonNode of(JsonNode spec, TaskRun run) {
        JsonNode conditions = spec.path("exitConditions");
        if (run.ending == TaskOutcome.End.PREPARATION_FAILED && conditions.has("preProcessingError")) {
            return conditions.get("preProcessingError");
        }
        JsonNode byCode = run.exited ? byCode(conditions, run.exitCode) : MissingNode.getInstance();
        if (!byCode.isMissingNode()) {
            return byCode;
        }
        if (run.ending == TaskOutcome.End.UPLOAD_FAILED && conditions.has("fileUploadError")) {
            return conditions.get("fileUploadError");
        }
        return run.failure == null ? MissingNode.getInstance() : conditions.path("default");
    }

    private static JsonNode byCode(JsonNode conditions, int exitCode) {
        for (JsonNode mapping : conditions.path("exitCodes")) {
            if (Trees.number(mapping, "code", 0) == exitCode) {
                return mapping.path("exitOptions");
            }
        }
        for (JsonNode range : conditions.path("exitCodeRanges")) {
            if (Trees.number(range, "start", 0) <= exitCode && exitCode <= Trees.number(range, "end", 0)) {
                return range.path("exitOptions");
            }
        }
        return MissingNode.getInstance();
    }

    /** Whether dependent tasks may run: as the options say, by default when the task succeeded. */
    static boolean satisfies(JsonNode options, boolean succeeded) {
        return Trees.choice(options, "dependencyAction", succeeded ? "satisfy" : "block")
                .equals("satisfy");
    }

    /** What is to happen to a job that acts on its tasks: as the options say, by default nothing after a success. */
    static String jobAction(JsonNode options, boolean succeeded) {
        return Trees.choice(options, "jobAction", succeeded ? "none" : "terminate");
    }
}
