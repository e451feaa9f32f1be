package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskOutcome.End;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import java.time.Duration;
import java.util.Optional;

/** Reads what some tasks do. */
final class ScriptReader {

    private ScriptReader() {}

    /** Adds a rule; the first rule that fits a task decides. */
    static void read(Value value, TaskRules.Builder rules) {
        Section section = value.section();
        Optional<String> task = section.text("task");
        Optional<String> job = section.text("job");
        Optional<String> command = section.text("command");
        TaskOutcome outcome = outcome(section);
        section.end();
        if (command.isPresent() && (task.isPresent() || job.isPresent())) {
            value.problem("a rule is about a 'command', or about a 'task' and its 'job', not about both");
        }
        if (command.isPresent()) {
            rules.command(command.get(), outcome);
        } else {
            rules.task(job.orElse("*"), task.orElse("*"), outcome);
        }
    }

    private static TaskOutcome outcome(Section section) {
        int exitCode = section.integer("exitCode", Integer.MIN_VALUE, Integer.MAX_VALUE)
                .orElse(0L)
                .intValue();
        String code = section.text("code").orElse("");
        String message = section.text("message").orElse("");
        TaskOutcome outcome = switch (section.oneOf("end", End.class).orElse(End.EXIT)) {
            case EXIT -> TaskOutcome.exitsWith(exitCode);
            case PREPARATION_FAILED -> TaskOutcome.failsToPrepare(code, message);
            case UPLOAD_FAILED -> TaskOutcome.failsToUpload(code, message);
            case NEVER -> TaskOutcome.neverEnds();
            case NODE_LOST -> TaskOutcome.losesNode();
        };
        Optional<Duration> after = section.duration("after");
        outcome = after.isPresent() ? outcome.after(after.get()) : outcome;
        Optional<String> stdout = section.text("stdout");
        outcome = stdout.isPresent() ? outcome.withStdout(stdout.get()) : outcome;
        Optional<String> stderr = section.text("stderr");
        outcome = stderr.isPresent() ? outcome.withStderr(stderr.get()) : outcome;
        return withFiles(outcome, section);
    }

    private static TaskOutcome withFiles(TaskOutcome outcome, Section section) {
        TaskOutcome[] latest = {outcome};
        section.section("files")
                .ifPresent(files -> files.rest((path, content) -> content.text()
                        .flatMap(text -> content.attempt(() -> latest[0].withFile(path, text)))
                        .ifPresent(more -> latest[0] = more)));
        return latest[0];
    }
}
