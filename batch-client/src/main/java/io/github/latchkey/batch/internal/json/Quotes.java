package io.github.latchkey.batch.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds what ends a run of plain bytes in a JSON string, eight bytes at a time: most bytes of a page are in strings.
 */
final class Quotes {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private Quotes() {}

    /**
     * Finds the next quote or backslash.
     *
     * @param bytes where to look
     * @param from the first to look at
     * @param to the first not to look at
     * @return where it is, {@code to} if there is none
     */
    static int next(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to) {
            long eight = (long) EIGHT_BYTES.get(bytes, i);
            long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Sets the high bit of each byte that is zero; the lowest one set is right, those above it need not be. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }
}
