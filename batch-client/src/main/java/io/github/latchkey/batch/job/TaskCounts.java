package io.github.latchkey.batch.job;

/**
 * Tasks by state; the numbers may lag behind the lists.
 *
 * @param active how many wait to run
 * @param running how many run or prepare to run
 * @param completed how many have ended, well or badly
 * @param succeeded how many ended well: with exit code 0, or one that the conditions accept
 * @param failed how many ended badly: {@code completed} less {@code succeeded}
 */
public record TaskCounts(int active, int running, int completed, int succeeded, int failed) {}
