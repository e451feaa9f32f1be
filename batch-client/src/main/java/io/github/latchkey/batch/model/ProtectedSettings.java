package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Settings of an extension that only the extension may read. Not printed. */
public final class ProtectedSettings {

    private final Object value;

    private ProtectedSettings(Object value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * Wraps settings.
     *
     * @param value a map of strings, numbers, booleans, lists and maps, or a text of JSON; must not be changed
     *     afterwards
     * @return a value that does not print them
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ProtectedSettings of(Object value) {
        return new ProtectedSettings(value);
    }

    /**
     * Returns the settings.
     *
     * @return what was given
     */
    @JsonValue
    public Object value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProtectedSettings that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /**
     * Hides the settings.
     *
     * @return a constant
     */
    @Override
    public String toString() {
        return "***";
    }
}
