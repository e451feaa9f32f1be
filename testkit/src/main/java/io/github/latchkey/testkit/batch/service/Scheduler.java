package io.github.latchkey.testkit.batch.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places ready tasks on free slots of their pool's nodes: jobs by priority and then by age, tasks in the order in which
 * they became ready. A task that needs more than there is free lets later ones pass that need less.
 */
final class Scheduler {

    private final BatchAccount account;

    Scheduler(BatchAccount account) {
        this.account = account;
    }

    /** Places what can be placed on a pool now. */
    void poke(Pool pool) {
        if (pool.deleting()) {
            return;
        }
        for (Job job : List.copyOf(account.jobsOn(pool.key))) {
            while (!pool.open.isEmpty() && job.runsTasks()) {
                List<Node> places = new ArrayList<>();
                Task task = job.book.take(candidate -> {
                    places.clear();
                    places.addAll(places(pool, job, candidate));
                    return !places.isEmpty();
                });
                if (task == null) {
                    break;
                }
                account.taskLife().place(task, places);
            }
            if (pool.open.isEmpty() && job.runsTasks()) {
                preempt(pool, job);
            }
        }
    }

    /**
     * Sends the youngest task of a less important job that allows it back to the queue; the free slot is then taken.
     */
    private void preempt(Pool pool, Job job) {
        pool.nodes.values().stream()
                .filter(node -> node.states.is(NodeState.RUNNING) && node.schedulingEnabled)
                .flatMap(node -> node.tasks.stream())
                .filter(task -> task.state() != TaskState.COMPLETED
                        && task.job.priority() < job.priority()
                        && Trees.flag(task.job.spec, "allowTaskPreemption", false))
                .min(Comparator.comparingInt((Task task) -> task.job.priority())
                        .thenComparingLong(task -> -task.run().start))
                .ifPresent(account.taskLife()::requeue);
    }

    /** Places what can be placed of a job now. */
    void poke(Job job) {
        String poolId = job.poolId;
        Pool pool = poolId == null ? null : account.pools.get(Ids.key(poolId));
        if (pool != null) {
            poke(pool);
        }
    }

    /** The nodes for a task, primary first; none when it has to wait. */
    private static List<Node> places(Pool pool, Job job, Task task) {
        Needs needs = Needs.of(task);
        if (needs.multiInstance() && !pool.runsMultiInstanceTasks()) {
            return List.of();
        }
        int wanted = needs.nodes();
        if (wanted > pool.open.size()) {
            return List.of();
        }
        String affinity = task.affine ? Trees.text(task.spec().path("affinityInfo"), "affinityId") : null;
        Node favourite = affinity == null ? null : pool.nodes.get(affinity);
        List<Node> places = new ArrayList<>(wanted);
        if (favourite != null
                && pool.open.contains(favourite)
                && needs.metBy(favourite)
                && !job.refused.contains(favourite)) {
            places.add(favourite);
        }
        for (Node node : pool.open) {
            if (places.size() == wanted) {
                break;
            }
            if (node != favourite && needs.metBy(node) && !job.refused.contains(node)) {
                places.add(node);
            }
        }
        return places.size() == wanted ? places : List.of();
    }
}
