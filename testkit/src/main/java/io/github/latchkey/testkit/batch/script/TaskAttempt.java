package io.github.latchkey.testkit.batch.script;

import java.util.Map;
import java.util.function.Supplier;

/** One try to run a command line on a node, as a script sees it. Immutable. */
public final class TaskAttempt {

    private final Kind kind;
    private final String poolId;
    private final String nodeId;
    private final String jobId;
    private final String taskId;
    private final int number;
    private final String commandLine;
    private final Supplier<Map<String, String>> environment;

    /** What a command line can belong to. */
    public enum Kind {
        TASK,
        JOB_MANAGER,
        JOB_PREPARATION,
        JOB_RELEASE,
        START_TASK
    }

    /**
     * Describes an attempt.
     *
     * @param kind what the command line belongs to
     * @param poolId the pool of the node
     * @param nodeId the node
     * @param jobId the job; empty for a start task
     * @param taskId the task; {@code startup} for a start task, the configured id for preparation and release tasks
     * @param number which try it is, from 1
     * @param commandLine the command line as it was sent
     * @param environment makes the environment, asked only when somebody looks at it
     */
    public TaskAttempt(
            Kind kind,
            String poolId,
            String nodeId,
            String jobId,
            String taskId,
            int number,
            String commandLine,
            Supplier<Map<String, String>> environment) {
        this.kind = kind;
        this.poolId = poolId;
        this.nodeId = nodeId;
        this.jobId = jobId;
        this.taskId = taskId;
        this.number = number;
        this.commandLine = commandLine;
        this.environment = environment;
    }

    /**
     * Returns what the command line belongs to.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the pool of the node.
     *
     * @return its id
     */
    public String poolId() {
        return poolId;
    }

    /**
     * Returns the node.
     *
     * @return its id
     */
    public String nodeId() {
        return nodeId;
    }

    /**
     * Returns the job.
     *
     * @return its id; empty for a start task
     */
    public String jobId() {
        return jobId;
    }

    /**
     * Returns the task.
     *
     * @return its id; {@code startup} for a start task, the configured id for preparation and release tasks
     */
    public String taskId() {
        return taskId;
    }

    /**
     * Returns which try it is.
     *
     * @return 1 for the first
     */
    public int number() {
        return number;
    }

    /**
     * Returns the command line.
     *
     * @return as it was sent
     */
    public String commandLine() {
        return commandLine;
    }

    /**
     * Returns the environment: what Batch adds, then the settings of the job, then those of the task.
     *
     * @return a copy
     */
    public Map<String, String> environment() {
        return Map.copyOf(environment.get());
    }

    @Override
    public String toString() {
        return "TaskAttempt[" + kind + " " + jobId + "/" + taskId + " #" + number + " on " + nodeId + "]";
    }
}
