package io.github.latchkey.batch.pool;

import io.github.latchkey.batch.BatchWaitException;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.PoolGrowth;
import io.github.latchkey.batch.internal.Reason;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Decoders;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.internal.http.Polls;
import io.github.latchkey.batch.internal.json.Json;
import io.github.latchkey.batch.model.OpenEnum;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The pools of the account. */
public final class Pools {

    private final Pipeline pipeline;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     */
    public Pools(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Creates a pool. Its nodes come later: it starts in the allocation state {@code resizing}. Repeated after a lost
     * answer; "exists" then counts as success.
     *
     * @param pool the pool
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(PoolCreate pool) {
        return create(pool, RequestOptions.defaults());
    }

    /**
     * Creates a pool. Its nodes come later: it starts in the allocation state {@code resizing}. Repeated after a lost
     * answer; "exists" then counts as success.
     *
     * @param pool the pool
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> create(PoolCreate pool, RequestOptions options) {
        return pipeline.change(Call.of(Operation.POOL_ADD).body(pool).with(options));
    }

    /**
     * Reads a pool.
     *
     * @param poolId the pool's id
     * @return a cold {@code Mono} of the pool; {@link io.github.latchkey.batch.BatchNotFoundException} if there is none
     */
    public Mono<Pool> get(String poolId) {
        return get(poolId, RequestOptions.defaults());
    }

    /**
     * Reads a pool.
     *
     * @param poolId the pool's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the pool; {@link io.github.latchkey.batch.BatchNotFoundException} if there is none
     */
    public Mono<Pool> get(String poolId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.POOL_GET, Checks.id("poolId", poolId)).with(options), Pool.class);
    }

    /**
     * Tells whether there is such a pool.
     *
     * @param poolId the pool's id
     * @return a cold {@code Mono}
     */
    public Mono<Boolean> exists(String poolId) {
        return exists(poolId, RequestOptions.defaults());
    }

    /**
     * Tells whether there is such a pool.
     *
     * @param poolId the pool's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono}
     */
    public Mono<Boolean> exists(String poolId, RequestOptions options) {
        return pipeline.single(
                Call.of(Operation.POOL_EXISTS, Checks.id("poolId", poolId)).with(options), Decoders.EXISTS);
    }

    /**
     * Lists the pools of the account.
     *
     * @return a cold list
     */
    public PagedFlux<Pool> list() {
        return list(ListOptions.defaults());
    }

    /**
     * Lists the pools of the account.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<Pool> list(ListOptions options) {
        return pipeline.list(Call.of(Operation.POOL_LIST), options, Pool.class);
    }

    /**
     * Changes what is set and leaves the rest. An object that is set replaces the stored one whole.
     *
     * @param poolId the pool's id
     * @param patch the change
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> patch(String poolId, PoolPatch patch) {
        return patch(poolId, patch, RequestOptions.defaults());
    }

    /**
     * Changes what is set and leaves the rest. An object that is set replaces the stored one whole.
     *
     * @param poolId the pool's id
     * @param patch the change
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> patch(String poolId, PoolPatch patch, RequestOptions options) {
        return pipeline.change(Call.of(Operation.POOL_PATCH, Checks.id("poolId", poolId))
                .body(patch)
                .with(options));
    }

    /**
     * Replaces a pool's properties: what is left out is reset or removed.
     *
     * @param poolId the pool's id
     * @param update the new properties
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> updateProperties(String poolId, PoolPropertiesUpdate update) {
        return updateProperties(poolId, update, RequestOptions.defaults());
    }

    /**
     * Replaces a pool's properties: what is left out is reset or removed.
     *
     * @param poolId the pool's id
     * @param update the new properties
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> updateProperties(String poolId, PoolPropertiesUpdate update, RequestOptions options) {
        return pipeline.change(Call.of(Operation.POOL_UPDATE_PROPERTIES, Checks.id("poolId", poolId))
                .body(complete(update))
                .with(options));
    }

    /**
     * Starts to delete a pool. Running tasks are requeued first.
     *
     * @param poolId the pool's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String poolId) {
        return delete(poolId, RequestOptions.defaults());
    }

    /**
     * Starts to delete a pool. Running tasks are requeued first.
     *
     * @param poolId the pool's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> delete(String poolId, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.POOL_DELETE, Checks.id("poolId", poolId)).with(options));
    }

    /**
     * Starts to resize a pool. Not repeated after a lost answer, since the second try would be refused.
     *
     * @param poolId the pool's id
     * @param resize the new size
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> resize(String poolId, PoolResize resize) {
        return resize(poolId, resize, RequestOptions.defaults());
    }

    /**
     * Starts to resize a pool. Not repeated after a lost answer, since the second try would be refused.
     *
     * @param poolId the pool's id
     * @param resize the new size
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> resize(String poolId, PoolResize resize, RequestOptions options) {
        return pipeline.change(Call.of(Operation.POOL_RESIZE, Checks.id("poolId", poolId))
                .body(resize)
                .with(options));
    }

    /**
     * Stops a resize: the pool stays as large as it is.
     *
     * @param poolId the pool's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> stopResize(String poolId) {
        return stopResize(poolId, RequestOptions.defaults());
    }

    /**
     * Stops a resize: the pool stays as large as it is.
     *
     * @param poolId the pool's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> stopResize(String poolId, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.POOL_STOP_RESIZE, Checks.id("poolId", poolId)).with(options));
    }

    /**
     * Lets a formula decide on the number of nodes, or changes the formula. At most once in 30 seconds for a pool.
     *
     * @param poolId the pool's id
     * @param autoScale formula and interval
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enableAutoScale(String poolId, PoolAutoScale autoScale) {
        return enableAutoScale(poolId, autoScale, RequestOptions.defaults());
    }

    /**
     * Lets a formula decide on the number of nodes, or changes the formula. At most once in 30 seconds for a pool.
     *
     * @param poolId the pool's id
     * @param autoScale formula and interval
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enableAutoScale(String poolId, PoolAutoScale autoScale, RequestOptions options) {
        return pipeline.change(Call.of(Operation.POOL_ENABLE_AUTO_SCALE, Checks.id("poolId", poolId))
                .body(autoScale)
                .with(options));
    }

    /**
     * Stops autoscaling; the pool keeps its size.
     *
     * @param poolId the pool's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disableAutoScale(String poolId) {
        return disableAutoScale(poolId, RequestOptions.defaults());
    }

    /**
     * Stops autoscaling; the pool keeps its size.
     *
     * @param poolId the pool's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disableAutoScale(String poolId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.POOL_DISABLE_AUTO_SCALE, Checks.id("poolId", poolId))
                .with(options));
    }

    /**
     * Evaluates a formula without applying it. Autoscaling must be on. A wrong formula is told in the result's
     * {@code error}, not as an exception.
     *
     * @param poolId the pool's id
     * @param formula the formula
     * @return a cold {@code Mono} of the result
     */
    public Mono<AutoScaleRun> evaluateAutoScale(String poolId, String formula) {
        return evaluateAutoScale(poolId, formula, RequestOptions.defaults());
    }

    /**
     * Evaluates a formula without applying it. Autoscaling must be on. A wrong formula is told in the result's
     * {@code error}, not as an exception.
     *
     * @param poolId the pool's id
     * @param formula the formula
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the result
     */
    public Mono<AutoScaleRun> evaluateAutoScale(String poolId, String formula, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.POOL_EVALUATE_AUTO_SCALE, Checks.id("poolId", poolId))
                        .body(new PoolEvaluateAutoScale(formula))
                        .with(options),
                AutoScaleRun.class);
    }

    /**
     * Starts to remove nodes, at most 100.
     *
     * @param poolId the pool's id
     * @param removal the nodes and how
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> removeNodes(String poolId, NodeRemoval removal) {
        return removeNodes(poolId, removal, RequestOptions.defaults());
    }

    /**
     * Starts to remove nodes, at most 100.
     *
     * @param poolId the pool's id
     * @param removal the nodes and how
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> removeNodes(String poolId, NodeRemoval removal, RequestOptions options) {
        return pipeline.change(Call.of(Operation.POOL_REMOVE_NODES, Checks.id("poolId", poolId))
                .body(removal)
                .with(options));
    }

    /**
     * Lists what pools used in each interval.
     *
     * @param start the earliest interval, at least 2.5 hours ago; {@code null} for the last one that is known
     * @param end the last interval, at least 2 hours ago; {@code null} for the last one that is known
     * @return a cold list
     */
    public PagedFlux<PoolUsageMetrics> usageMetrics(@Nullable Instant start, @Nullable Instant end) {
        return usageMetrics(start, end, ListOptions.defaults());
    }

    /**
     * Lists what pools used in each interval.
     *
     * @param start the earliest interval, at least 2.5 hours ago; {@code null} for the last one that is known
     * @param end the last interval, at least 2 hours ago; {@code null} for the last one that is known
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<PoolUsageMetrics> usageMetrics(
            @Nullable Instant start, @Nullable Instant end, ListOptions options) {
        return pipeline.list(
                Call.of(Operation.POOL_LIST_USAGE_METRICS)
                        .query(parameter("starttime", "startTime"), timestamp("start", start))
                        .query("endtime", timestamp("end", end)),
                options,
                PoolUsageMetrics.class);
    }

    private static @Nullable String timestamp(String option, @Nullable Instant time) {
        return time == null ? null : Json.timestamp(option, time);
    }

    /**
     * Waits until a pool has the size it shall have: its allocation state is {@code steady}.
     *
     * <p>What kept a steady pool from its size stands until the next try, whenever it was: the errors of the last
     * resize, and the error of the last evaluation of an autoscale formula. An evaluation from before the last change
     * of the pool does not count, since it may have been one of another formula.
     *
     * @param poolId the pool's id
     * @param polling how often to ask and how long to wait
     * @return a cold {@code Flux} of the pool at each question, the last one steady;
     *     {@link io.github.latchkey.batch.BatchNotFoundException} if the pool goes away, {@link BatchWaitException} if
     *     it is being deleted, the resize fell short or the autoscale formula could not be evaluated, with the
     *     service's reasons
     */
    public Flux<Pool> awaitSteady(String poolId, Polling polling) {
        return Polls.until(
                pipeline,
                polling,
                "The steady state of pool " + poolId,
                get(poolId, polling.question()).flatMap(Pools::requireAlive),
                pool -> AllocationState.STEADY.equals(pool.allocationState()));
    }

    private static Mono<Pool> requireAlive(Pool pool) {
        PoolGrowth growth = new PoolGrowth(
                pool.id(),
                text(pool.state()),
                text(pool.allocationState()),
                pool.resizeErrors() == null
                        ? null
                        : pool.resizeErrors().stream()
                                .map(error -> new Reason(error.code(), error.message()))
                                .toList(),
                pool.lastModified(),
                pool.enableAutoScale(),
                evaluation(pool.autoScaleRun()));
        BatchWaitException failure = growth.failure();
        return failure == null ? Mono.just(pool) : Mono.error(failure);
    }

    private static PoolGrowth.@Nullable Evaluation evaluation(@Nullable AutoScaleRun run) {
        if (run == null) {
            return null;
        }
        AutoScaleRunError error = run.error();
        return new PoolGrowth.Evaluation(
                run.timestamp(), error == null ? null : new Reason(error.code(), error.message()));
    }

    private static @Nullable String text(@Nullable OpenEnum value) {
        return value == null ? null : value.value();
    }

    /** Versions that know certificates insist on their list, even an empty one. */
    private PoolPropertiesUpdate complete(PoolPropertiesUpdate update) {
        return update.certificateReferences() == null && pipeline.version().compareTo(ServiceVersion.V2025_06_01) < 0
                ? PoolPropertiesUpdateBuilder.builder(update)
                        .certificateReferences(List.of())
                        .build()
                : update;
    }

    private String parameter(String before, String from2025) {
        return pipeline.version().compareTo(ServiceVersion.V2025_06_01) < 0 ? before : from2025;
    }
}
