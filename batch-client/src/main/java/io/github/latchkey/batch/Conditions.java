package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the stored resource. A read whose condition fails ends with {@link BatchConditionNotMetException} and
 * status 304, a write with the same and status 412. One condition at a time, since the service refuses more. Immutable.
 */
public final class Conditions {

    private static final Conditions NONE = new Conditions(Kind.NONE, null, null);

    private final Kind kind;
    private final @Nullable String eTag;
    private final @Nullable Instant time;

    private Conditions(Kind kind, @Nullable String eTag, @Nullable Instant time) {
        this.kind = kind;
        this.eTag = eTag;
        this.time = time;
    }

    /**
     * Sets no condition.
     *
     * @return the default
     */
    public static Conditions none() {
        return NONE;
    }

    /**
     * Goes on only if the resource is still the given version ({@code If-Match}).
     *
     * @param eTag the version, as a model's {@code eTag} has it, or {@code *} for any
     * @return the condition
     * @throws InvalidOptionException if it is blank or cannot be a header value
     */
    public static Conditions ifMatch(String eTag) {
        return new Conditions(Kind.IF_MATCH, requireETag("ifMatch", eTag), null);
    }

    /**
     * Goes on only if the resource is another version ({@code If-None-Match}).
     *
     * @param eTag the version that is known already, or {@code *} for any
     * @return the condition
     * @throws InvalidOptionException if it is blank or cannot be a header value
     */
    public static Conditions ifNoneMatch(String eTag) {
        return new Conditions(Kind.IF_NONE_MATCH, requireETag("ifNoneMatch", eTag), null);
    }

    /**
     * Goes on only if the resource has changed since a time ({@code If-Modified-Since}).
     *
     * @param time the time; counts in whole seconds
     * @return the condition
     */
    public static Conditions ifModifiedSince(Instant time) {
        return new Conditions(Kind.IF_MODIFIED_SINCE, null, time);
    }

    /**
     * Goes on only if the resource has not changed since a time ({@code If-Unmodified-Since}).
     *
     * @param time the time; counts in whole seconds
     * @return the condition
     */
    public static Conditions ifUnmodifiedSince(Instant time) {
        return new Conditions(Kind.IF_UNMODIFIED_SINCE, null, time);
    }

    /**
     * Returns which condition it is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the version compared with.
     *
     * @return the version, empty for conditions on time and for none
     */
    public Optional<String> eTag() {
        return Optional.ofNullable(eTag);
    }

    /**
     * Returns the time compared with.
     *
     * @return the time, empty for conditions on the version and for none
     */
    public Optional<Instant> time() {
        return Optional.ofNullable(time);
    }

    @Override
    public String toString() {
        return kind == Kind.NONE ? "Conditions[none]" : "Conditions[" + kind + " " + (eTag != null ? eTag : time) + "]";
    }

    private static String requireETag(String option, String eTag) {
        if (eTag.isBlank() || eTag.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new InvalidOptionException(
                    option, eTag, "give the eTag of a model, visible ASCII without blanks, or * for any version.");
        }
        return eTag;
    }

    /** The kinds of conditions. */
    public enum Kind {
        /** No condition. */
        NONE,
        /** The version is the given one. */
        IF_MATCH,
        /** The version is another one. */
        IF_NONE_MATCH,
        /** Changed since. */
        IF_MODIFIED_SINCE,
        /** Not changed since. */
        IF_UNMODIFIED_SINCE
    }
}
