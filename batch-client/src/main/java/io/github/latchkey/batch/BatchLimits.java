package io.github.latchkey.batch;

import java.time.Duration;

/** Limits of the service that callers meet. */
public final class BatchLimits {

    /** "No limit" for a duration, as the service writes it: the largest time span of .NET, some 29,000 years. */
    public static final Duration NO_LIMIT = Duration.ofDays(10_675_199)
            .plusHours(2)
            .plusMinutes(48)
            .plusSeconds(5)
            .plusNanos(477_580_700);

    /** How many tasks one request may add. */
    public static final int TASKS_PER_REQUEST = 100;

    /** How many bytes a request that adds tasks may have, counted below the service's 1 MB. */
    public static final int BYTES_PER_REQUEST = 1_000_000;

    /** How many elements a page has at most. */
    public static final int ELEMENTS_PER_PAGE = 1000;

    /** How many pools a page of node counts has at most, before {@link ServiceVersion#V2025_06_01}. */
    public static final int NODE_COUNTS_PER_PAGE = 10;

    private BatchLimits() {}
}
