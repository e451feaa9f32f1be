package io.github.latchkey.batch;

import java.io.Serializable;

/**
 * What became of the tasks that a bulk add has taken from its publisher. The parts add up to {@code taken}.
 *
 * @param taken tasks taken from the publisher
 * @param added tasks that the service took
 * @param existed tasks whose id was there already
 * @param refused tasks that the service refused
 * @param unknown tasks that were sent and whose answer never came
 * @param notSent tasks that were never sent
 */
public record BulkSummary(long taken, long added, long existed, long refused, long unknown, long notSent)
        implements Serializable {}
