package io.github.latchkey.batch.node;

import io.github.latchkey.batch.model.CertificateReference;
import io.github.latchkey.batch.model.StartTask;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a pool.
 *
 * @param id its id
 * @param url its URL
 * @param state its state
 * @param schedulingState whether the node takes new tasks
 * @param stateTransitionTime when it entered its present state
 * @param lastBootTime when the node last started
 * @param allocationTime when the node was allocated to the pool; a preempted node gets a new time when it comes back
 * @param ipAddress the node's address inside the pool's network
 * @param affinityId the value that ties a task to a node; take it from a node's or another task's {@code affinityId}
 * @param vmSize the size of the virtual machines, as {@code STANDARD_D2S_V3}
 * @param totalTasksRun how many tasks the node has run since it joined the pool
 * @param runningTasksCount how many tasks run, multi-instance subtasks included
 * @param runningTaskSlotsCount how many task slots are in use
 * @param totalTasksSucceeded how many of them ended with exit code 0
 * @param recentTasks tasks that were lately assigned to the node; absent where there are none
 * @param startTask the task that each node runs when it joins the pool, reboots or is reimaged
 * @param startTaskInfo how the start task went on this node
 * @param certificateReferences certificates to install on each node; gone from service version 2025-06-01 on, where
 *     Azure Key Vault takes their place
 * @param errors errors that the node has met; empty where there are none
 * @param isDedicated whether the node is dedicated; else it is a Spot node
 * @param endpointConfiguration where the node's ports are reached from outside
 * @param nodeAgentInfo the agent program on the node
 * @param virtualMachineInfo the virtual machine behind the node
 * @param ipv6Address the node's IPv6 address inside the pool's network. Since service version 2025-06-01
 */
public record ComputeNode(
        @Nullable String id,
        @Nullable String url,
        @Nullable ComputeNodeState state,
        @Nullable SchedulingState schedulingState,
        @Nullable Instant stateTransitionTime,
        @Nullable Instant lastBootTime,
        @Nullable Instant allocationTime,
        @Nullable String ipAddress,
        @Nullable String affinityId,
        @Nullable String vmSize,
        @Nullable Integer totalTasksRun,
        @Nullable Integer runningTasksCount,
        @Nullable Integer runningTaskSlotsCount,
        @Nullable Integer totalTasksSucceeded,
        @Nullable List<TaskInformation> recentTasks,
        @Nullable StartTask startTask,
        @Nullable StartTaskInformation startTaskInfo,
        @Nullable List<CertificateReference> certificateReferences,
        @Nullable List<ComputeNodeError> errors,
        @Nullable Boolean isDedicated,
        @Nullable ComputeNodeEndpointConfiguration endpointConfiguration,
        @Nullable NodeAgentInformation nodeAgentInfo,
        @Nullable VirtualMachineInfo virtualMachineInfo,
        @Nullable String ipv6Address) {
    /** Copies lists. */
    public ComputeNode {
        recentTasks = recentTasks == null ? null : List.copyOf(recentTasks);
        certificateReferences = certificateReferences == null ? null : List.copyOf(certificateReferences);
        errors = errors == null ? null : List.copyOf(errors);
    }
}
