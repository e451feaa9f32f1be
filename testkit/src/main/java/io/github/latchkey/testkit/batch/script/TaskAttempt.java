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
    private final int instance;
    private final int number;
    private final String commandLine;
    private final Supplier<Map<String, String>> environment;

    /** What a command line can belong to. */
    public enum Kind {
        /** A task; of a multi-instance task, the application command of its primary. */
        TASK,
        /** The manager of a job. */
        JOB_MANAGER,
        /** The coordination command of a multi-instance task, on one of its nodes. */
        COORDINATION,
        /** A job preparation task. */
        JOB_PREPARATION,
        /** A job release task. */
        JOB_RELEASE,
        /** The start task of a node. */
        START_TASK;

        /**
         * Tells whether what the command line leaves running is there for others.
         *
         * @return {@code true} for start, preparation and coordination commands
         */
        public boolean leavesServices() {
            return this == COORDINATION || this == JOB_PREPARATION || this == START_TASK;
        }
    }

    /**
     * Describes an attempt.
     *
     * @param kind what the command line belongs to
     * @param poolId the pool of the node
     * @param nodeId the node
     * @param jobId the job; empty for a start task
     * @param taskId the task; {@code startup} for a start task, the configured id for preparation and release tasks
     * @param instance which part of a multi-instance task; 0 for its primary and for all other tasks
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
            int instance,
            int number,
            String commandLine,
            Supplier<Map<String, String>> environment) {
        this.kind = kind;
        this.poolId = poolId;
        this.nodeId = nodeId;
        this.jobId = jobId;
        this.taskId = taskId;
        this.instance = instance;
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
     * Returns which part of a multi-instance task it is.
     *
     * @return 0 for the primary and for tasks that run on one node, else the id of the subtask
     */
    public int instance() {
        return instance;
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
        String part = instance == 0 ? "" : "." + instance;
        return "TaskAttempt[" + kind + " " + jobId + "/" + taskId + part + " #" + number + " on " + nodeId + "]";
    }
}
