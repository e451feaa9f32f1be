package io.github.latchkey.testkit.batch.service;

/**
 * What a task needs of nodes. Where one task finds no place, others with equal needs find none either.
 *
 * @param multiInstance whether the pool must be one that runs multi-instance tasks
 * @param nodes how many nodes
 * @param slots how many free slots of each
 * @param exclusive whether a node must have no other task
 * @param dedicated whether only dedicated nodes will do
 */
record Needs(boolean multiInstance, int nodes, int slots, boolean exclusive, boolean dedicated) {

    static Needs of(Task task) {
        boolean dedicated = task.job.isManager(task)
                && !Trees.flag(task.job.spec.path("jobManagerTask"), "allowLowPriorityNode", true);
        return new Needs(task.multiInstance, task.instances(), task.requiredSlots, task.exclusive(), dedicated);
    }

    boolean metBy(Node node) {
        return node.freeSlots() >= slots && (node.tasks.isEmpty() || !exclusive) && (node.dedicated || !dedicated);
    }
}
