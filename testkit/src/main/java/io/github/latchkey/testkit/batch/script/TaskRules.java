package io.github.latchkey.testkit.batch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A script made of rules: the first one that fits an attempt decides it; an attempt that none fits succeeds.
 *
 * <pre>{@code
 * TaskScript script = TaskRules.builder()
 *         .task("import-*", TaskOutcome.exitsWith(3).withStderr("no space left"))
 *         .command("* --slow *", TaskOutcome.succeeds().after(Duration.ofMinutes(5)))
 *         .build();
 * }</pre>
 *
 * In patterns {@code *} stands for any text and {@code ?} for any one character; letter case matters in command lines
 * only.
 */
public final class TaskRules implements TaskScript {

    private final List<Rule> rules;

    private TaskRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    private record Rule(Predicate<TaskAttempt> condition, TaskOutcome outcome) {}

    /**
     * Starts without rules.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public TaskOutcome outcome(TaskAttempt attempt) {
        for (Rule rule : rules) {
            if (rule.condition().test(attempt)) {
                return rule.outcome();
            }
        }
        return TaskOutcome.succeeds();
    }

    private static Pattern glob(String pattern, int flags) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | flags);
    }

    /** Collects rules in the order in which they are tried. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a rule for tasks by id, in any job; also for start, preparation and release tasks, but not for the
         * coordination commands of multi-instance tasks.
         *
         * @param pattern the pattern of the task id
         * @param outcome what comes of such a task
         * @return this builder
         */
        public Builder task(String pattern, TaskOutcome outcome) {
            return task("*", pattern, outcome);
        }

        /**
         * Adds a rule for tasks by job and id.
         *
         * @param jobPattern the pattern of the job id
         * @param taskPattern the pattern of the task id
         * @param outcome what comes of such a task
         * @return this builder
         */
        public Builder task(String jobPattern, String taskPattern, TaskOutcome outcome) {
            Pattern job = glob(jobPattern, Pattern.CASE_INSENSITIVE);
            Pattern id = glob(taskPattern, Pattern.CASE_INSENSITIVE);
            return when(
                    attempt -> attempt.kind() != TaskAttempt.Kind.COORDINATION
                            && job.matcher(attempt.jobId()).matches()
                            && id.matcher(attempt.taskId()).matches(),
                    outcome);
        }

        /**
         * Adds a rule for the coordination command of multi-instance tasks, on one of their nodes.
         *
         * @param taskPattern the pattern of the task id
         * @param instance 0 for the primary, 1 and up for the subtasks
         * @param outcome what comes of the command there
         * @return this builder
         */
        public Builder coordination(String taskPattern, int instance, TaskOutcome outcome) {
            Pattern id = glob(taskPattern, Pattern.CASE_INSENSITIVE);
            return when(
                    attempt -> attempt.kind() == TaskAttempt.Kind.COORDINATION
                            && attempt.instance() == instance
                            && id.matcher(attempt.taskId()).matches(),
                    outcome);
        }

        /**
         * Adds a rule by command line.
         *
         * @param pattern the pattern of the whole command line
         * @param outcome what comes of such a task
         * @return this builder
         */
        public Builder command(String pattern, TaskOutcome outcome) {
            Pattern command = glob(pattern, 0);
            return when(attempt -> command.matcher(attempt.commandLine()).matches(), outcome);
        }

        /**
         * Adds a rule with any condition.
         *
         * @param condition tells whether the rule fits; the rules of {@link TaskScript} apply to it
         * @param outcome what comes of such an attempt
         * @return this builder
         */
        public Builder when(Predicate<TaskAttempt> condition, TaskOutcome outcome) {
            rules.add(new Rule(condition, outcome));
            return this;
        }

        /**
         * Finishes the script.
         *
         * @return the immutable script
         */
        public TaskRules build() {
            return new TaskRules(rules);
        }
    }
}
