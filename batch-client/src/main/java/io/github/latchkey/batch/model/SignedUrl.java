package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A URL that may carry a shared access signature in its query. Prints without the query. */
public final class SignedUrl {

    private final String value;

    private SignedUrl(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * Wraps a URL.
     *
     * @param value the URL, with or without a signature; sent as it is
     * @return a value that does not print the query
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SignedUrl of(String value) {
        return new SignedUrl(value);
    }

    /**
     * Returns the URL.
     *
     * @return the whole text, signature included
     */
    @JsonValue
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedUrl that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /**
     * Shows the URL without its query.
     *
     * @return the part before the question mark
     */
    @Override
    public String toString() {
        int query = value.indexOf('?');
        return query < 0 ? value : value.substring(0, query) + "?***";
    }
}
