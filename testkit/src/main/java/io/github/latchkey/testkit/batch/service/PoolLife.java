package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happens to pools: how they grow and shrink, scale by formula, are made for jobs and are deleted. */
final class PoolLife {

    private static final Duration DEFAULT_RESIZE_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration DEFAULT_EVALUATION_INTERVAL = Duration.ofMinutes(15);

    private final BatchAccount account;

    PoolLife(BatchAccount account) {
        this.account = account;
    }

    /** Starts the life of a pool that was just stored. */
    void begin(Pool pool) {
        if (pool.autoScale) {
            evaluate(pool);
            scheduleEvaluation(pool);
        }
        if (!pool.allocation.is(AllocationState.RESIZING)) {
            resize(pool, "requeue");
        }
        for (Job job : account.jobsOn(pool.key)) {
            account.scheduler().poke(job);
        }
    }

    /** Moves a pool towards its targets: nodes that are too many leave at once, new ones come when the time is over. */
    void resize(Pool pool, String option) {
        beginResize(pool, pool.spec);
        for (boolean dedicated : new boolean[] {true, false}) {
            int surplus = pool.current(dedicated) - pool.target(dedicated);
            pool.nodes(dedicated)
                    .sorted(Comparator.comparingInt((Node node) -> node.tasks.size())
                            .thenComparing(Comparator.comparingInt((Node node) -> node.number)
                                    .reversed()))
                    .limit(Math.max(0, surplus))
                    .toList()
                    .forEach(node -> account.nodeLife().leave(node, option));
        }
        allocateLater(pool);
    }

    /**
     * Takes named nodes out of a pool; the targets shrink with it.
     *
     * @param limits tells how long that may take, unless the pool is to
     */
    void remove(Pool pool, Set<Node> nodes, JsonNode limits, String option) {
        beginResize(pool, Trees.has(limits, "resizeTimeout") ? limits : pool.spec);
        for (Node node : nodes) {
            if (node.dedicated) {
                pool.targetDedicated--;
            } else {
                pool.targetLowPriority--;
            }
            account.nodeLife().leave(node, option);
        }
        allocateLater(pool);
    }

    /** Only a manual resize has a time limit: formulas and deletions take what they need. */
    private void beginResize(Pool pool, JsonNode limits) {
        pool.resizeErrors.clear();
        moveAllocation(pool, AllocationState.RESIZING);
        boolean limited = !pool.autoScale && !pool.deleting();
        pool.resizeDeadline = limited
                ? account.timeline().now().plus(Trees.duration(limits, "resizeTimeout", DEFAULT_RESIZE_TIMEOUT))
                : Instant.MAX;
    }

    private void allocateLater(Pool pool) {
        if (pool.resizeDue != null) {
            pool.resizeDue.cancel();
        }
        Instant ready = account.timeline().now().plus(account.timings().poolResize());
        pool.resizeDue = ready.isAfter(pool.resizeDeadline)
                ? account.timeline().at(pool.resizeDeadline, () -> timeOut(pool))
                : account.timeline().at(ready, () -> allocate(pool));
    }

    /**
     * Gives up a resize: the pool stands at the size that it has, and the next evaluation or resize starts from there.
     */
    private void timeOut(Pool pool) {
        settleNodes(pool);
        if (pool.current(true) != pool.targetDedicated || pool.current(false) != pool.targetLowPriority) {
            pool.resizeErrors.add(error(
                    "AllocationTimedout", "The desired number of nodes could not be allocated in the resize timeout"));
        }
        steady(pool);
        account.scheduler().poke(pool);
    }

    /** Ends what a resize had begun: nodes that are about to go are gone, those that still work stay. */
    private void settleNodes(Pool pool) {
        removeLeft(pool);
        pool.nodes.values().stream().filter(node -> node.departing).forEach(account.nodeLife()::stay);
    }

    private void removeLeft(Pool pool) {
        for (Node node : List.copyOf(pool.nodes.values())) {
            if (node.states.is(NodeState.LEAVINGPOOL)) {
                account.nodeLife().gone(node);
            }
        }
    }

    private void allocate(Pool pool) {
        removeLeft(pool);
        if (pool.deleting()) {
            if (pool.nodes.isEmpty()) {
                account.remove(pool);
            } else {
                allocateLater(pool);
            }
            return;
        }
        pool.resizeErrors.clear();
        for (boolean dedicated : new boolean[] {true, false}) {
            grow(pool, dedicated);
        }
        if (pool.nodes.values().stream().anyMatch(node -> node.departing)) {
            allocateLater(pool);
        } else {
            steady(pool);
        }
    }

    private void grow(Pool pool, boolean dedicated) {
        int quota = dedicated
                ? account.limits().dedicatedCoreQuota()
                : account.limits().lowPriorityCoreQuota();
        int used = account.pools.values().stream()
                .mapToInt(other -> other.current(dedicated) * other.cores())
                .sum();
        for (int missing = pool.target(dedicated) - pool.current(dedicated); missing > 0; missing--) {
            if (used + pool.cores() > quota) {
                pool.resizeErrors.add(error(
                        dedicated ? "AccountCoreQuotaReached" : "AccountLowPriorityCoreQuotaReached",
                        "The account's quota of " + quota + " cores has been reached"));
                return;
            }
            used += pool.cores();
            account.nodeLife().create(pool, dedicated);
        }
    }

    private static ObjectNode error(String code, String message) {
        ObjectNode error = Trees.object().put("code", code).put("message", message);
        error.putArray("values");
        return error;
    }

    /**
     * Stops a resize: after a while the pool stands at the size that it has; nodes that were to leave and work, stay.
     */
    void stopResize(Pool pool) {
        moveAllocation(pool, AllocationState.STOPPING);
        if (pool.resizeDue != null) {
            pool.resizeDue.cancel();
        }
        pool.resizeDue = account.timeline().after(account.timings().poolResize(), () -> {
            settleNodes(pool);
            pool.targetDedicated = pool.current(true);
            pool.targetLowPriority = pool.current(false);
            pool.resizeErrors.add(
                    error("ResizeStopped", "Desired number of nodes could not be allocated: stopped by user"));
            steady(pool);
            account.scheduler().poke(pool);
        });
    }

    private void steady(Pool pool) {
        pool.resizeDue = null;
        moveAllocation(pool, AllocationState.STEADY);
    }

    private void moveAllocation(Pool pool, AllocationState next) {
        pool.allocation.move(next, account.now());
        pool.touch();
    }

    void replaceLost(Pool pool) {
        if (!pool.deleting() && pool.allocation.is(AllocationState.STEADY)) {
            resize(pool, "requeue");
        }
    }

    /**
     * Upgrades the operating system of a pool's nodes: those that work together or in batches, with pauses in between,
     * as the upgrade policy of the pool says.
     */
    void upgrade(Pool pool) {
        JsonNode policy = pool.spec.path("upgradePolicy");
        if (policy.isMissingNode()) {
            throw new IllegalStateException(
                    "the pool '" + pool.id + "' has no upgradePolicy, so that nobody upgrades its operating system");
        }
        JsonNode rolling = policy.path("rollingUpgradePolicy");
        boolean inBatches = Trees.choice(policy, "mode", "automatic").equals("rolling");
        int percent = inBatches ? Trees.number(rolling, "maxBatchInstancePercent", 20) : 100;
        Duration pause = Trees.duration(rolling, "pauseTimeBetweenBatches", Duration.ZERO);
        boolean deferred = Trees.flag(policy.path("automaticOSUpgradePolicy"), "osRollingUpgradeDeferral", false);
        List<Node> nodes = pool.nodes.values().stream()
                .filter(node -> node.states.current().reachable())
                .toList();
        int batch = Math.max(1, pool.nodes.size() * percent / 100);
        upgrade(nodes, batch, pause.plus(account.timings().nodeStart()), deferred);
    }

    private void upgrade(List<Node> nodes, int batch, Duration pause, boolean deferred) {
        List<Node> first = nodes.subList(0, Math.min(batch, nodes.size()));
        first.stream()
                .filter(node -> node.pool.nodes.containsKey(node.id))
                .filter(node -> node.states.current().reachable())
                .forEach(node -> account.nodeLife().upgrade(node, deferred));
        if (first.size() < nodes.size()) {
            List<Node> rest = nodes.subList(first.size(), nodes.size());
            account.timeline().after(pause, () -> upgrade(rest, batch, pause, deferred));
        }
    }

    /** Deletes a pool: its tasks go back to their queues, its nodes leave, then it is gone. */
    void delete(Pool pool) {
        pool.states.move(PoolState.DELETING, account.now());
        pool.targetDedicated = 0;
        pool.targetLowPriority = 0;
        if (pool.autoScaleDue != null) {
            pool.autoScaleDue.cancel();
        }
        resize(pool, "requeue");
    }

    void enableAutoScale(Pool pool, String formula, Duration interval) {
        pool.autoScale = true;
        pool.lastEnableAutoScale = account.now();
        pool.spec.put("autoScaleFormula", formula);
        pool.spec.put("autoScaleEvaluationInterval", Trees.text(interval));
        pool.touch();
        evaluate(pool);
        scheduleEvaluation(pool);
    }

    void disableAutoScale(Pool pool) {
        pool.autoScale = false;
        pool.autoScaleRun = null;
        pool.spec.remove(List.of("autoScaleFormula", "autoScaleEvaluationInterval"));
        if (pool.autoScaleDue != null) {
            pool.autoScaleDue.cancel();
        }
        pool.touch();
    }

    private void scheduleEvaluation(Pool pool) {
        if (pool.autoScaleDue != null) {
            pool.autoScaleDue.cancel();
        }
        Duration interval = Trees.duration(pool.spec, "autoScaleEvaluationInterval", DEFAULT_EVALUATION_INTERVAL);
        pool.autoScaleDue = account.timeline().after(interval, () -> {
            if (pool.autoScale && !pool.deleting()) {
                evaluate(pool);
                scheduleEvaluation(pool);
            }
        });
    }

    /** Evaluates the formula of a pool and follows it, unless the pool is being resized. */
    private void evaluate(Pool pool) {
        AutoScale.Run run = AutoScale.evaluate(pool, Trees.text(pool.spec, "autoScaleFormula", ""));
        pool.autoScaleRun = run.write();
        if (run.error() != null || !pool.allocation.is(AllocationState.STEADY)) {
            return;
        }
        if (run.dedicated() != pool.targetDedicated || run.lowPriority() != pool.targetLowPriority) {
            pool.targetDedicated = run.dedicated();
            pool.targetLowPriority = run.lowPriority();
            resize(pool, run.deallocationOption());
        }
    }

    /** Gives a job that wants an auto-pool its pool. */
    void findPool(Job job) {
        JsonNode auto = job.autoPool();
        if (auto == null) {
            return;
        }
        JobSchedule schedule = job.schedule;
        boolean bySchedule = Trees.choice(auto, "poolLifetimeOption", "job").equals("jobschedule");
        JobSchedule owner = bySchedule ? schedule : null;
        if (owner != null && owner.sharedPoolId != null && account.pools.containsKey(Ids.key(owner.sharedPoolId))) {
            job.poolId = owner.sharedPoolId;
            account.bind(job);
            return;
        }
        if (account.pools.size() >= account.limits().poolQuota()) {
            job.schedulingError = Failure.user(
                    "AutoPoolCreationFailedWithQuotaReached", "The account has as many pools as it may have");
            return;
        }
        String id =
                Trees.text(auto, "autoPoolIdPrefix", "") + account.nextGuid().toUpperCase(Locale.ROOT);
        ObjectNode spec =
                auto.path("pool").isObject() ? (ObjectNode) auto.path("pool").deepCopy() : Trees.object();
        try {
            Pools.references(account, spec);
        } catch (BatchFault fault) {
            job.schedulingError = Failure.user(inAutoPool(fault.error), String.valueOf(fault.getMessage()));
            return;
        }
        Pools.fill(spec);
        Pool pool = new Pool(account, id, spec, true);
        account.pools.put(pool.key, pool);
        job.poolId = id;
        if (owner != null) {
            owner.sharedPoolId = id;
        }
        account.bind(job);
        begin(pool);
    }

    /** What a job calls that which would refuse a pool. */
    private static String inAutoPool(ErrorCode error) {
        return switch (error) {
            case INVALID_CERTIFICATE_REFERENCES -> "InvalidCertificatesInAutoPool";
            case INVALID_APPLICATION_PACKAGE_REFERENCES -> "InvalidApplicationPackageReferencesInAutoPool";
            default -> "InvalidAutoScaleFormulaInAutoPool";
        };
    }

    /** Deletes the auto-pool of a job that has come to its end. */
    void jobEnded(Job job) {
        JsonNode auto = job.autoPool();
        boolean own = auto != null
                && Trees.choice(auto, "poolLifetimeOption", "job").equals("job")
                && !Trees.flag(auto, "keepAlive", false);
        if (own) {
            deleteAutomatic(job.poolId);
        }
    }

    void scheduleEnded(JobSchedule schedule) {
        JsonNode auto = schedule.spec.at("/jobSpecification/poolInfo/autoPoolSpecification");
        if (!Trees.flag(auto, "keepAlive", false)) {
            deleteAutomatic(schedule.sharedPoolId);
        }
    }

    private void deleteAutomatic(@Nullable String poolId) {
        Pool pool = poolId == null ? null : account.pools.get(Ids.key(poolId));
        if (pool != null && pool.automatic && !pool.deleting()) {
            delete(pool);
        }
    }

    /** Tells the nodes that a list names, each once; the first unknown one is an error. */
    static Set<Node> named(Pool pool, JsonNode ids) {
        Set<Node> nodes = new LinkedHashSet<>();
        ids.forEach(id -> {
            Node node = pool.nodes.get(id.asText());
            if (node == null) {
                throw ErrorCode.NODE_NOT_FOUND.fault();
            }
            nodes.add(node);
        });
        return nodes;
    }
}
