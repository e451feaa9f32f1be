package io.github.latchkey.batch.file;

import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;

/** The files of tasks and nodes. */
public final class Files {

    private final Pipeline pipeline;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     */
    public Files(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Returns the files of a task: its output, its working directory, and what else is in its folder.
     *
     * @param jobId the job's id
     * @param taskId the task's id
     * @return the files
     * @throws io.github.latchkey.auth.InvalidOptionException if one can be no such id
     */
    public FileStore ofTask(String jobId, String taskId) {
        return new FileStore(
                pipeline,
                new FileStore.Operations(
                        Operation.FILE_LIST_FROM_TASK,
                        Operation.FILE_GET_PROPERTIES_FROM_TASK,
                        Operation.FILE_GET_FROM_TASK,
                        Operation.FILE_DELETE_FROM_TASK),
                Checks.id("jobId", jobId),
                Checks.id("taskId", taskId),
                true);
    }

    /**
     * Returns the files of a node.
     *
     * @param poolId the pool's id
     * @param nodeId the node's id
     * @return the files
     * @throws io.github.latchkey.auth.InvalidOptionException if one can be no such id
     */
    public FileStore ofNode(String poolId, String nodeId) {
        return new FileStore(
                pipeline,
                new FileStore.Operations(
                        Operation.FILE_LIST_FROM_COMPUTE_NODE,
                        Operation.FILE_GET_PROPERTIES_FROM_COMPUTE_NODE,
                        Operation.FILE_GET_FROM_COMPUTE_NODE,
                        Operation.FILE_DELETE_FROM_COMPUTE_NODE),
                Checks.id("poolId", poolId),
                Checks.segment("nodeId", nodeId),
                false);
    }
}
