package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;

/** A part of a file, in bytes. Immutable. */
public final class ByteRange {

    private final long first;
    private final long last;

    private ByteRange(long first, long last) {
        this.first = first;
        this.last = last;
    }

    /**
     * Asks for the bytes from a position to the end.
     *
     * @param first the position of the first byte, from 0
     * @return the range
     * @throws InvalidOptionException if it is negative
     */
    public static ByteRange from(long first) {
        return of(first, Long.MAX_VALUE);
    }

    /**
     * Asks for bytes in the middle.
     *
     * @param first the position of the first byte, from 0
     * @param last the position of the last byte, included
     * @return the range
     * @throws InvalidOptionException if it is empty or negative
     */
    public static ByteRange of(long first, long last) {
        if (first < 0 || last < first) {
            throw new InvalidOptionException(
                    "range", first + "-" + last, "give positions from 0 on, the last not before the first.");
        }
        return new ByteRange(first, last);
    }

    /**
     * Returns the position of the first byte.
     *
     * @return from 0 on
     */
    public long first() {
        return first;
    }

    /**
     * Returns the position of the last byte.
     *
     * @return from {@link #first()} on; {@link Long#MAX_VALUE} for the end of the file, wherever it is
     */
    public long last() {
        return last;
    }

    /**
     * Returns the range as {@code ocp-range} carries it.
     *
     * @return {@code bytes=first-last}, both included
     */
    public String header() {
        return "bytes=" + first + "-" + last;
    }

    @Override
    public String toString() {
        return header();
    }
}
