package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Fills into tasks what the service shows although nobody sent it. Done when a task is shown, so that it costs no
 * memory.
 */
final class TaskDefaults {

    private TaskDefaults() {}

    static void fill(ObjectNode task, Job job) {
        userIdentity(task);
        ObjectNode constraints =
                Trees.has(task, "constraints") ? (ObjectNode) task.get("constraints") : task.putObject("constraints");
        Trees.putIfAbsent(constraints, "maxWallClockTime", Trees.UNLIMITED);
        Trees.putIfAbsent(constraints, "retentionTime", "P7D");
        Trees.putIfAbsent(
                constraints, "maxTaskRetryCount", Trees.number(job.spec.path("constraints"), "maxTaskRetryCount", 0));
        Trees.putIfAbsent(task, "requiredSlots", 1);
    }

    static void userIdentity(ObjectNode task) {
        if (!Trees.has(task, "userIdentity")) {
            task.putObject("userIdentity")
                    .putObject("autoUser")
                    .put("scope", "pool")
                    .put("elevationLevel", "nonadmin");
        }
    }
}
