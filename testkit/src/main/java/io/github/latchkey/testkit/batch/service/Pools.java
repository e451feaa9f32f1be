package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations on pools. */
final class Pools {

    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(15);
    private static final long ENABLE_AUTO_SCALE_PAUSE = 30 * Ticks.PER_SECOND;
    private static final int MOST_NODES_REMOVED = 100;

    /** What {@code updateproperties} replaces as a whole. */
    private static final List<String> PROPERTIES = List.of(
            "startTask",
            "certificateReferences",
            "applicationPackageReferences",
            "metadata",
            "targetNodeCommunicationMode");

    private Pools() {}

    static ServerResponse add(Call call) {
        BatchAccount account = call.account;
        ObjectNode spec = call.body();
        String id = spec.remove("id").asText();
        Ids.check("id", id);
        check(call, spec);
        Pool existing = account.pools.get(Ids.key(id));
        if (existing != null) {
            throw (existing.deleting() ? ErrorCode.POOL_BEING_DELETED : ErrorCode.POOL_EXISTS).fault();
        }
        if (account.pools.size() >= account.limits().poolQuota()) {
            throw ErrorCode.POOL_QUOTA_REACHED.fault();
        }
        fill(spec);
        Pool pool = new Pool(account, id, spec, false);
        account.pools.put(pool.key, pool);
        account.poolLife().begin(pool);
        return Reply.created(call, pool);
    }

    private static void check(Call call, ObjectNode spec) {
        form(call, spec);
        references(call.account, spec);
    }

    /** Checks what needs nothing but the specification. */
    static void form(Call call, ObjectNode spec) {
        parts(call, spec);
        slots(spec);
        Checks.resizeTimeout(spec);
        Checks.range(spec, "targetDedicatedNodes", 0, Integer.MAX_VALUE);
        Checks.range(spec, "targetLowPriorityNodes", 0, Integer.MAX_VALUE);
        boolean virtualMachines = Trees.has(spec, "virtualMachineConfiguration");
        if (virtualMachines == Trees.has(spec, "cloudServiceConfiguration")) {
            throw ErrorCode.MISSING_REQUIRED_PROPERTY
                    .fault("A pool must have either virtualMachineConfiguration or cloudServiceConfiguration.")
                    .with("PropertyName", "virtualMachineConfiguration");
        }
        scaling(call.account, spec);
    }

    /** Checks what must be there, or be understood, when nodes are to come; of an auto-pool that is when it is made. */
    static void references(BatchAccount account, JsonNode spec) {
        Checks.certificates(account, spec);
        Packages.check(account, spec, true);
        String formula = Trees.text(spec, "autoScaleFormula");
        if (formula != null) {
            Checks.validFormula(account, formula);
        }
    }

    private static void parts(Call call, ObjectNode spec) {
        BatchAccount account = call.account;
        Checks.common(account, spec);
        Checks.resourceFiles(account, spec.at("/startTask/resourceFiles"));
        Checks.retries(spec.path("startTask"), "startTask/");
        if (spec.path("applicationPackageReferences").size() > 10) {
            throw Checks.invalid("applicationPackageReferences", "", "A pool can have at most 10 application packages");
        }
        PoolChecks.check(call, spec);
    }

    private static void slots(ObjectNode spec) {
        int most = Math.min(4 * Pool.cores(Trees.text(spec, "vmSize", "")), 256);
        Checks.range(spec, "taskSlotsPerNode", 1, most);
    }

    private static void scaling(BatchAccount account, ObjectNode spec) {
        boolean targets = Trees.has(spec, "targetDedicatedNodes") || Trees.has(spec, "targetLowPriorityNodes");
        if (Trees.flag(spec, "enableAutoScale", false)) {
            String formula = Trees.text(spec, "autoScaleFormula");
            if (targets || formula == null) {
                throw ErrorCode.INVALID_AUTO_SCALING_SETTINGS.fault(
                        "A pool that scales automatically must have a formula and no target sizes.");
            }
            Checks.formula(account, formula);
            Checks.evaluationInterval(spec);
        } else if (!targets) {
            throw ErrorCode.MISSING_REQUIRED_PROPERTY
                    .fault("A pool that does not scale automatically must have a target size.")
                    .with("PropertyName", "targetDedicatedNodes");
        } else if (Trees.has(spec, "autoScaleFormula")) {
            throw ErrorCode.INVALID_AUTO_SCALING_SETTINGS.fault(
                    "A formula can be given only when enableAutoScale is true.");
        }
    }

    /** Fills in what the service stores although nobody sent it, and drops what it never shows. */
    static void fill(ObjectNode spec) {
        Trees.putIfAbsent(spec, "resizeTimeout", "PT15M");
        Trees.putIfAbsent(spec, "taskSlotsPerNode", 1);
        Trees.putIfAbsent(spec, "enableAutoScale", false);
        Trees.putIfAbsent(spec, "enableInterNodeCommunication", false);
        Trees.putIfAbsent(spec, "taskSchedulingPolicy", Trees.object().put("nodeFillType", "spread"));
        if (Trees.flag(spec, "enableAutoScale", false)) {
            Trees.putIfAbsent(spec, "autoScaleEvaluationInterval", "PT15M");
        }
        if (spec.path("startTask") instanceof ObjectNode startTask) {
            fillStartTask(startTask);
        }
        Checks.dropSecrets(spec);
    }

    private static void fillStartTask(ObjectNode startTask) {
        Trees.putIfAbsent(startTask, "maxTaskRetryCount", 0);
        Trees.putIfAbsent(startTask, "waitForSuccess", true);
        TaskDefaults.userIdentity(startTask);
    }

    static ServerResponse list(Call call) {
        return Listing.page(call, "pools", call.account.pools, Pool::write);
    }

    static ServerResponse get(Call call) {
        Pool pool = find(call);
        return Reply.resource(call, "pools/@Element", pool, pool.write(call.view()));
    }

    static ServerResponse exists(Call call) {
        return Reply.versioned(Reply.status(200), find(call));
    }

    private static Pool find(Call call) {
        Pool pool = call.account.pool(call.path("poolId"));
        Conditions.check(call, pool);
        return pool;
    }

    private static Pool findActive(Call call) {
        Pool pool = find(call);
        if (pool.deleting()) {
            throw ErrorCode.POOL_BEING_DELETED.fault();
        }
        return pool;
    }

    private static Pool findSteady(Call call) {
        Pool pool = findActive(call);
        if (!pool.allocation.is(AllocationState.STEADY)) {
            throw ErrorCode.POOL_BEING_RESIZED.fault();
        }
        return pool;
    }

    static ServerResponse delete(Call call) {
        call.account.poolLife().delete(findActive(call));
        return Reply.status(202);
    }

    static ServerResponse patch(Call call) {
        Pool pool = findActive(call);
        ObjectNode body = call.body();
        boolean needsEmptyPool =
                body.properties().stream().map(Map.Entry::getKey).anyMatch(name -> !PROPERTIES.contains(name));
        if (needsEmptyPool && !pool.nodes.isEmpty()) {
            throw ErrorCode.OPERATION_NOT_VALID_ON_POOL.fault(
                    "These properties of a pool can be changed only while it has no nodes.");
        }
        pool.update(changed(call, pool.spec.deepCopy(), body));
        return Reply.done(call, 200, pool);
    }

    static ServerResponse updateProperties(Call call) {
        Pool pool = findActive(call);
        ObjectNode kept = pool.spec.deepCopy();
        kept.remove(PROPERTIES);
        pool.update(changed(call, kept, call.body()));
        return Reply.done(call, 204, pool);
    }

    /** Puts a change into a specification, once it is known to be right. */
    private static ObjectNode changed(Call call, ObjectNode spec, ObjectNode body) {
        parts(call, body);
        references(call.account, body);
        spec.setAll(body);
        slots(spec);
        if (spec.path("startTask") instanceof ObjectNode startTask) {
            fillStartTask(startTask);
        }
        Checks.dropSecrets(spec);
        return spec;
    }

    static ServerResponse resize(Call call) {
        Pool pool = findSteady(call);
        ObjectNode body = call.body();
        if (pool.autoScale) {
            throw ErrorCode.OPERATION_NOT_VALID_ON_POOL.fault("A pool that scales automatically cannot be resized.");
        }
        if (!Trees.has(body, "targetDedicatedNodes") && !Trees.has(body, "targetLowPriorityNodes")) {
            throw ErrorCode.MISSING_REQUIRED_PROPERTY.fault().with("PropertyName", "targetDedicatedNodes");
        }
        Checks.resizeTimeout(body);
        Checks.range(body, "targetDedicatedNodes", 0, Integer.MAX_VALUE);
        Checks.range(body, "targetLowPriorityNodes", 0, Integer.MAX_VALUE);
        pool.targetDedicated = Trees.number(body, "targetDedicatedNodes", pool.targetDedicated);
        pool.targetLowPriority = Trees.number(body, "targetLowPriorityNodes", pool.targetLowPriority);
        if (Trees.has(body, "resizeTimeout")) {
            pool.spec.set("resizeTimeout", body.get("resizeTimeout"));
        }
        call.account.poolLife().resize(pool, Trees.choice(body, "nodeDeallocationOption", "requeue"));
        return Reply.done(call, 202, pool);
    }

    static ServerResponse stopResize(Call call) {
        Pool pool = findActive(call);
        if (!pool.allocation.is(AllocationState.RESIZING)) {
            throw ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE
                    .fault("Only a resize that is going on can be stopped.")
                    .with("CurrentState", StateTrack.wire(pool.allocation.current()));
        }
        call.account.poolLife().stopResize(pool);
        return Reply.done(call, 202, pool);
    }

    static ServerResponse removeNodes(Call call) {
        Pool pool = findSteady(call);
        ObjectNode body = call.body();
        if (pool.autoScale) {
            throw ErrorCode.OPERATION_NOT_VALID_ON_POOL.fault(
                    "Nodes cannot be removed from a pool that scales automatically.");
        }
        JsonNode ids = body.get("nodeList");
        if (ids.isEmpty() || ids.size() > MOST_NODES_REMOVED) {
            throw Checks.invalid("nodeList", ids.size() + " nodes", "One request can remove 1 to 100 nodes");
        }
        Checks.resizeTimeout(body);
        Set<Node> nodes = PoolLife.named(pool, ids);
        call.account.poolLife().remove(pool, nodes, body, Trees.choice(body, "nodeDeallocationOption", "requeue"));
        return Reply.done(call, 202, pool);
    }

    static ServerResponse enableAutoScale(Call call) {
        Pool pool = findSteady(call);
        ObjectNode body = call.body();
        String formula = Trees.text(body, "autoScaleFormula");
        if (formula == null) {
            if (!pool.autoScale) {
                throw ErrorCode.MISSING_REQUIRED_PROPERTY.fault().with("PropertyName", "autoScaleFormula");
            }
            formula = Trees.text(pool.spec, "autoScaleFormula", "");
        }
        Checks.validFormula(call.account, formula);
        Checks.evaluationInterval(body);
        long now = call.account.now();
        if (pool.lastEnableAutoScale != Ticks.NEVER && now - pool.lastEnableAutoScale < ENABLE_AUTO_SCALE_PAUSE) {
            throw ErrorCode.TOO_MANY_ENABLE_AUTO_SCALE_REQUESTS.fault();
        }
        Duration before = Trees.duration(pool.spec, "autoScaleEvaluationInterval", DEFAULT_INTERVAL);
        Duration interval = Trees.duration(body, "autoScaleEvaluationInterval", before);
        call.account.poolLife().enableAutoScale(pool, formula, interval);
        return Reply.done(call, 200, pool);
    }

    static ServerResponse disableAutoScale(Call call) {
        Pool pool = findActive(call);
        call.account.poolLife().disableAutoScale(pool);
        return Reply.done(call, 200, pool);
    }

    static ServerResponse evaluateAutoScale(Call call) {
        Pool pool = findActive(call);
        String formula = call.body().get("autoScaleFormula").asText();
        Checks.formula(call.account, formula);
        if (!pool.autoScale) {
            throw ErrorCode.OPERATION_NOT_VALID_ON_POOL.fault(
                    "A formula can be evaluated only on a pool that scales automatically.");
        }
        ObjectNode run = AutoScale.evaluate(pool, formula).write();
        return Reply.resource(call, "autoscalerun/@Element", pool, run)
                .header("DataServiceId", call.base() + pool.path());
    }
}
