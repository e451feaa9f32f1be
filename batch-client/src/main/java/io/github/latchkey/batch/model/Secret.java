package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A password, key or private key on its way to the service. Not printed. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * Wraps a secret.
     *
     * @param value the secret
     * @return a value that does not print it
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * Returns the secret.
     *
     * @return the text that is sent
     */
    @JsonValue
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /**
     * Hides the secret.
     *
     * @return a constant
     */
    @Override
    public String toString() {
        return "***";
    }
}
