package io.github.latchkey.batch.job;

/**
 * Task slots by the state of their tasks.
 *
 * @param active how many wait to run
 * @param running how many slots are in use
 * @param completed how many have ended, well or badly
 * @param succeeded how many ended well: with exit code 0, or one that the conditions accept
 * @param failed how many ended badly: {@code completed} less {@code succeeded}
 */
public record TaskSlotCounts(int active, int running, int completed, int succeeded, int failed) {}
