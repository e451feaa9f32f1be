package io.github.latchkey.batch.jobschedule;

import org.jspecify.annotations.Nullable;

/**
 * The job that a schedule made last.
 *
 * @param id its id
 * @param url its URL
 */
public record RecentJob(@Nullable String id, @Nullable String url) {}
