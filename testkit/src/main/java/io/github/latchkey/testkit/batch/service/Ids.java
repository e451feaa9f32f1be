package io.github.latchkey.testkit.batch.service;

import java.util.Locale;
import java.util.regex.Pattern;

/** Ids of pools, jobs, schedules and tasks: kept as they were sent, compared without regard to letter case. */
final class Ids {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Ids() {}

    /** The form of an id that is compared. */
    static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    static void check(String property, String id) {
        if (!VALID.matcher(id).matches()) {
            throw BatchFault.property(
                    ErrorCode.INVALID_PROPERTY_VALUE,
                    property,
                    id,
                    "The value must be 1 to 64 letters, digits, hyphens and underscores");
        }
    }
}
