package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.databind.Module;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What contenders borrow from the client, so that they differ from it in one thing at a time. */
public final class JsonDoor {

    private JsonDoor() {}

    /** Returns the purpose-made reader and writer of timestamps and durations. */
    public static Module timeModule() {
        return new TimeModule();
    }

    /** Reads a timestamp in place. */
    public static @Nullable Instant timestamp(char[] text, int offset, int length) {
        return Timestamps.parse(text, offset, length);
    }

    /** Reads a duration. */
    public static @Nullable Duration duration(char[] text, int offset, int length) {
        return Durations.parse(text, offset, length);
    }

    /** Writes a duration. */
    public static String format(Duration duration) {
        return Durations.format(duration);
    }
}
