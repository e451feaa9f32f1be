package io.github.latchkey.batch.job;

/**
 * Tasks and task slots by state; the numbers may lag behind the lists.
 *
 * @param taskCounts tasks by state
 * @param taskSlotCounts task slots by the state of their tasks
 */
public record TaskCountsResult(TaskCounts taskCounts, TaskSlotCounts taskSlotCounts) {}
