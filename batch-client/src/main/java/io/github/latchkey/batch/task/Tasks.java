package io.github.latchkey.batch.task;

import io.github.latchkey.batch.BatchWaitException;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.JobEnd;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.internal.http.Polls;
import io.github.latchkey.batch.model.TaskExecutionInformation;
import io.github.latchkey.batch.model.TaskExecutionResult;
import io.github.latchkey.batch.model.TaskFailureInformation;
import io.github.latchkey.batch.model.TaskState;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** The tasks of a job. */
public final class Tasks {

    private final Pipeline pipeline;
    private final String jobId;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     * @param jobId the job's id
     */
    public Tasks(Pipeline pipeline, String jobId) {
        this.pipeline = pipeline;
        this.jobId = Checks.id("jobId", jobId);
    }

    /**
     * Adds one task; for many, {@link #addAll(Publisher)} is quicker. Repeated after a lost answer; "exists" then
     * counts as success.
     *
     * @param task the task
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(TaskCreate task) {
        return create(task, RequestOptions.defaults());
    }

    /**
     * Adds one task; for many, {@link #addAll(Publisher)} is quicker. Repeated after a lost answer; "exists" then
     * counts as success.
     *
     * @param task the task
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(TaskCreate task, RequestOptions options) {
        return pipeline.change(Call.of(Operation.TASK_ADD, jobId).body(task).with(options));
    }

    /**
     * Reads a task.
     *
     * @param taskId the task's id
     * @return a cold {@code Mono} of the task; {@link io.github.latchkey.batch.BatchNotFoundException} if there is none
     */
    public Mono<Task> get(String taskId) {
        return get(taskId, RequestOptions.defaults());
    }

    /**
     * Reads a task.
     *
     * @param taskId the task's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the task; {@link io.github.latchkey.batch.BatchNotFoundException} if there is none
     */
    public Mono<Task> get(String taskId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.TASK_GET, jobId, Checks.id("taskId", taskId)).with(options), Task.class);
    }

    /**
     * Lists the tasks of the job.
     *
     * @return a cold list
     */
    public PagedFlux<Task> list() {
        return list(ListOptions.defaults());
    }

    /**
     * Lists the tasks of the job.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<Task> list(ListOptions options) {
        return pipeline.list(Call.of(Operation.TASK_LIST, jobId), options, Task.class);
    }

    /**
     * Lists the subtasks of a multi-instance task.
     *
     * @param taskId the task's id
     * @return a cold list
     */
    public PagedFlux<Subtask> subtasks(String taskId) {
        return subtasks(taskId, ListOptions.defaults());
    }

    /**
     * Lists the subtasks of a multi-instance task.
     *
     * @param taskId the task's id
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<Subtask> subtasks(String taskId, ListOptions options) {
        return pipeline.list(
                Call.of(Operation.TASK_LIST_SUBTASKS, jobId, Checks.id("taskId", taskId)), options, Subtask.class);
    }

    /**
     * Replaces a task's constraints: what is left out is reset to the service's default.
     *
     * @param taskId the task's id
     * @param update the new constraints
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> update(String taskId, TaskUpdate update) {
        return update(taskId, update, RequestOptions.defaults());
    }

    /**
     * Replaces a task's constraints: what is left out is reset to the service's default.
     *
     * @param taskId the task's id
     * @param update the new constraints
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> update(String taskId, TaskUpdate update, RequestOptions options) {
        return pipeline.change(Call.of(Operation.TASK_UPDATE, jobId, Checks.id("taskId", taskId))
                .body(update)
                .with(options));
    }

    /**
     * Ends a task, which becomes completed and failed.
     *
     * @param taskId the task's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String taskId) {
        return terminate(taskId, RequestOptions.defaults());
    }

    /**
     * Ends a task, which becomes completed and failed.
     *
     * @param taskId the task's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> terminate(String taskId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.TASK_TERMINATE, jobId, Checks.id("taskId", taskId))
                .with(options));
    }

    /**
     * Lets a task that has failed run again, with all its retries. Not repeated after a lost answer.
     *
     * @param taskId the task's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> reactivate(String taskId) {
        return reactivate(taskId, RequestOptions.defaults());
    }

    /**
     * Lets a task that has failed run again, with all its retries. Not repeated after a lost answer.
     *
     * @param taskId the task's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> reactivate(String taskId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.TASK_REACTIVATE, jobId, Checks.id("taskId", taskId))
                .with(options));
    }

    /**
     * Deletes a task and its files on the node.
     *
     * @param taskId the task's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String taskId) {
        return delete(taskId, RequestOptions.defaults());
    }

    /**
     * Deletes a task and its files on the node.
     *
     * @param taskId the task's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String taskId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.TASK_DELETE, jobId, Checks.id("taskId", taskId))
                .with(options));
    }

    /**
     * Adds any number of tasks, with the defaults of {@link BulkOptions}.
     *
     * @param tasks the tasks; requested as they can be sent
     * @return see {@link #addAll(Publisher, BulkOptions)}
     */
    public Flux<TaskAddOutcome> addAll(Publisher<TaskCreate> tasks) {
        return addAll(tasks, BulkOptions.defaults());
    }

    /**
     * Adds any number of tasks: in collections of up to 100 tasks and below the service's limit of bytes, several at a
     * time. Memory is bounded by the options, not by the number of tasks: the next tasks are requested when they can be
     * sent and the outcomes before them were taken.
     *
     * <p>Every task that was taken from the publisher gets exactly one outcome, in any order, unless the subscriber
     * cancels. After an answer was lost the same ids are sent again, and "exists" then counts as added: nothing is
     * added twice.
     *
     * <p>What fails is sent again, with exponential waits: entries that the service failed to take as a smaller
     * collection, and one by one when they fail again; a collection that fails as a whole once more as it is, then in
     * smaller and smaller parts, down to each task alone. A collection that is too large, or that the service refuses
     * for what is in it, is halved at once, until the task that is at fault is alone and has its own outcome. Meanwhile
     * other tasks go on. While the service is throttling, half as many collections are sent at a time, and none before
     * the time that it asked for.
     *
     * <p>A task that cannot be sent, since it lacks something that the service requires or has something that the
     * service version in use does not know, is refused without a request. Tasks that are refused alone by the service,
     * each in a request of its own, do not end the call, also when they come together: it ends when more than 1,000 are
     * refused in a row and the service answers no request with results in between; or more than 100, if it has not
     * answered any so far, for then the call must be wrong and not the tasks.
     *
     * <p>A cancel stops at once and closes the connections of what is under way, which is
     * {@linkplain TaskAddOutcome.Status#UNKNOWN unknown} then; {@link BulkOptions.Builder#onEnd} tells the numbers. The
     * outcomes are signalled on the threads of the connections or of the scheduler.
     *
     * @param tasks the tasks; requested as they can be sent
     * @param options sizes and tries
     * @return a cold {@code Flux} of one outcome for each task. It ends with
     *     {@link io.github.latchkey.batch.BulkAddException} when the publisher fails, when the service refuses a
     *     collection for a reason that is not in it, as for a job that does not exist, when it refuses too many tasks
     *     in a row, or when it does not answer any more; what was taken before has its outcome by then
     */
    public Flux<TaskAddOutcome> addAll(Publisher<TaskCreate> tasks, BulkOptions options) {
        return Flux.defer(() -> new BulkAdd(pipeline, jobId, options).run(tasks));
    }

    /**
     * Waits until a task is completed. While it is active, its job is looked at too: a job that ends leaves the tasks
     * active that have not run.
     *
     * @param taskId the task's id
     * @param polling how often to ask and how long to wait
     * @return a cold {@code Flux} of the task at each question, the last one completed and successful;
     *     {@link io.github.latchkey.batch.BatchNotFoundException} if the task goes away, {@link BatchWaitException} if
     *     it ended badly, or its job ended before it could run, with the service's reason
     */
    public Flux<Task> awaitCompleted(String taskId, Polling polling) {
        return Polls.until(
                        pipeline,
                        polling,
                        "The end of task " + taskId,
                        get(taskId, polling.question()).flatMap(task -> orEndOfJob(task, taskId, polling)),
                        task -> TaskState.COMPLETED.equals(task.state()))
                .handle(Tasks::requireSuccess);
    }

    private Mono<Task> orEndOfJob(Task task, String taskId, Polling polling) {
        if (!TaskState.ACTIVE.equals(task.state())) {
            return Mono.just(task);
        }
        return pipeline.one(Call.of(Operation.JOB_GET, jobId).with(JobEnd.question(polling.question())), JobEnd.class)
                .filter(JobEnd::isOver)
                // The task may have run meanwhile, before the job ended.
                .flatMap(job -> get(taskId, polling.question()).handle((Task later, SynchronousSink<Task> sink) -> {
                    if (TaskState.ACTIVE.equals(later.state())) {
                        sink.error(job.failure("Task " + taskId + " will not run"));
                    } else {
                        sink.next(later);
                    }
                }))
                .defaultIfEmpty(task);
    }

    private static void requireSuccess(Task task, SynchronousSink<Task> sink) {
        TaskExecutionInformation info = task.executionInfo();
        if (!TaskState.COMPLETED.equals(task.state()) || info == null || !hasFailed(info)) {
            sink.next(task);
            return;
        }
        TaskFailureInformation failure = info.failureInfo();
        String reason = failure == null ? "no reason given" : failure.code() + ", " + failure.message();
        String exit = info.exitCode() == null ? "" : " with exit code " + info.exitCode();
        sink.error(new BatchWaitException(
                "Task " + task.id() + " failed" + exit + ": " + reason + ".", failure == null ? null : failure.code()));
    }

    private static boolean hasFailed(TaskExecutionInformation info) {
        return info.failureInfo() != null || TaskExecutionResult.FAILURE.equals(info.result());
    }
}
