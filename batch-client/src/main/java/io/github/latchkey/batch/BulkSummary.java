package io.github.latchkey.batch;

import java.io.Serializable;

/**
 * What became of the tasks that a bulk add has taken from its publisher. The parts add up to {@code taken}. Each counts
 * what {@link io.github.latchkey.batch.task.TaskAddOutcome.Status} says of its name: a task whose answer was lost and
 * that exists at the next try counts as added, and an id that was given twice counts twice.
 *
 * @param taken tasks taken from the publisher
 * @param added tasks that the service took, as far as it tells
 * @param existed tasks whose id was there already
 * @param refused tasks that the service refused or failed to take
 * @param unknown tasks that were sent and may be there, since no answer tells
 * @param notSent tasks that never reached the service
 */
public record BulkSummary(long taken, long added, long existed, long refused, long unknown, long notSent)
        implements Serializable {}
