package io.github.latchkey.testkit.batch.state;

import java.util.List;

/**
 * What an account looks like at one moment, for assertions and for people who look on.
 *
 * @param pools the pools by id
 * @param jobs the jobs by id
 * @param schedules the job schedules by id
 */
public record BatchSnapshot(List<PoolView> pools, List<JobView> jobs, List<ScheduleView> schedules) {

    /** Copies the lists. */
    public BatchSnapshot {
        pools = List.copyOf(pools);
        jobs = List.copyOf(jobs);
        schedules = List.copyOf(schedules);
    }

    /**
     * A pool.
     *
     * @param id its id
     * @param state {@code active} or {@code deleting}
     * @param allocationState {@code steady}, {@code resizing} or {@code stopping}
     * @param nodes how many nodes it has
     * @param targetNodes how many it is to have
     * @param usedSlots how many task slots are taken
     * @param slots how many task slots its nodes have together
     */
    public record PoolView(
            String id, String state, String allocationState, int nodes, int targetNodes, int usedSlots, int slots) {}

    /**
     * A job with the progress of its tasks.
     *
     * @param id its id
     * @param state its state on the wire
     * @param poolId its pool, empty when it has none
     * @param active how many tasks wait
     * @param running how many run or are being prepared
     * @param succeeded how many have succeeded
     * @param failed how many have failed
     */
    public record JobView(String id, String state, String poolId, int active, int running, int succeeded, int failed) {}

    /**
     * A job schedule.
     *
     * @param id its id
     * @param state its state on the wire
     * @param jobs how many jobs it has made and has still
     */
    public record ScheduleView(String id, String state, int jobs) {}
}
