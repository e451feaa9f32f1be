package io.github.latchkey.batch.account;

import org.jspecify.annotations.Nullable;

/**
 * Nodes by state; the numbers may lag behind the lists.
 *
 * @param creating nodes that are being created
 * @param idle nodes that wait for work
 * @param offline nodes that do not answer
 * @param preempted Spot nodes that were taken away
 * @param rebooting nodes that restart
 * @param reimaging nodes whose image is being renewed
 * @param running nodes that run at least one task
 * @param starting nodes whose agent starts
 * @param startTaskFailed nodes whose start task failed
 * @param leavingPool nodes that are on their way out
 * @param unknown nodes that the service has lost sight of
 * @param unusable nodes that cannot be used
 * @param waitingForStartTask nodes that wait for their start task
 * @param upgradingOS nodes whose operating system is being upgraded
 * @param total all nodes
 * @param deallocated nodes that are deallocated. Since service version 2024-07-01.20.0
 * @param deallocating nodes that are being deallocated. Since service version 2024-07-01.20.0
 */
public record NodeCounts(
        int creating,
        int idle,
        int offline,
        int preempted,
        int rebooting,
        int reimaging,
        int running,
        int starting,
        int startTaskFailed,
        int leavingPool,
        int unknown,
        int unusable,
        int waitingForStartTask,
        int upgradingOS,
        int total,
        @Nullable Integer deallocated,
        @Nullable Integer deallocating) {}
