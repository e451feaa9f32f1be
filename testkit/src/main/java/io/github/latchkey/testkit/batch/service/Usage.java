package io.github.latchkey.testkit.batch.service;

/**
 * A node that was there for a while, as the usage metrics count it.
 *
 * @param poolId its pool
 * @param vmSize its size
 * @param cores its cores
 * @param start when it was allocated, in ticks
 * @param end when it went, in ticks
 */
record Usage(String poolId, String vmSize, int cores, long start, long end) {

    static Usage of(Node node, long end) {
        return new Usage(
                node.pool.id, Trees.text(node.pool.spec, "vmSize", ""), node.pool.cores(), node.allocated, end);
    }

    /** The hours of all cores within an interval. */
    double coreHours(long from, long to) {
        long ticks = Math.max(0, Math.min(end, to) - Math.max(start, from));
        return ticks * cores / (3600.0 * Ticks.PER_SECOND);
    }
}
