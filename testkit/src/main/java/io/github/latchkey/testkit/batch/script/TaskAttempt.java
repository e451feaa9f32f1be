package io.github.latchkey.testkit.batch.script;

import java.util.Map;

/**
 * One try to run a command line on a node, as a script sees it.
 *
 * @param kind what the command line belongs to
 * @param poolId the pool of the node
 * @param nodeId the node
 * @param jobId the job; empty for a start task
 * @param taskId the task; {@code startup} for a start task, the configured id for preparation and release tasks
 * @param number which try it is, from 1
 * @param commandLine the command line as it was sent
 * @param environment the environment settings of job and task and those that Batch adds
 */
public record TaskAttempt(
        Kind kind,
        String poolId,
        String nodeId,
        String jobId,
        String taskId,
        int number,
        String commandLine,
        Map<String, String> environment) {

    /** What a command line can belong to. */
    public enum Kind {
        TASK,
        JOB_MANAGER,
        JOB_PREPARATION,
        JOB_RELEASE,
        START_TASK
    }

    /** Copies the environment. */
    public TaskAttempt {
        environment = Map.copyOf(environment);
    }
}
