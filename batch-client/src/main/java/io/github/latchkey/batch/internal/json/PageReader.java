package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page of a list, {@code {"value": [element, ...], "odata.nextLink": "..."}}, while its bytes arrive. Not
 * thread-safe, for one page only.
 *
 * <p>A scan over the bytes finds where elements end; whole elements are then bound by one ordinary parser for each run of
 * bytes, which is cheaper than a token at a time. At most one unfinished element is kept from one run to the next.
 * Everything outside of the elements, the envelope, is collected and read at the end.
 *
 * @param <T> the element
 */
public final class PageReader<T> {

    /** No element of the service comes near this; a larger one is an attack or an accident. */
    static final int MAX_ELEMENT = 16 << 20;

    private static final int MAX_ENVELOPE = 1 << 20;
    private static final byte[] VALUE = {'"', 'v', 'a', 'l', 'u', 'e', '"'};

    private final ObjectReader reader;
    private final ByteArrayOutputStream envelope = new ByteArrayOutputStream(256);

    private byte[] buffer = {};
    private byte[] own = {}; // takes an unfinished element and the bytes after it, time and again
    private int end; // of the bytes in the buffer
    private int scanned;
    private int element = -1; // where the unfinished element starts, -1 outside of elements

    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean inList;
    private boolean afterElement; // in the list: a comma or the end must follow
    private boolean afterComma;
    private int keyStart = -1; // in the envelope: where the last string at depth 1 starts
    private boolean valueKey; // that string is "value" and a colon may follow
    private boolean seenList;
    private boolean closed; // the root object has ended
    private @Nullable String nextLink;
    private long delivered;

    /**
     * Starts a page.
     *
     * @param type the element
     */
    public PageReader(Class<T> type) {
        this.reader = Json.readerFor(type);
    }

    /**
     * Takes the next bytes and returns the elements that they complete. The elements are bound as the iterator is moved,
     * which must be done before the next call.
     *
     * @param bytes the bytes; from now on the reader's own
     * @return the elements; its iterator throws {@link MalformedJsonException}
     * @throws MalformedJsonException if this is no page
     */
    public Iterable<T> feed(byte[] bytes) {
        append(bytes);
        int first = element; // an element that was kept from earlier bytes starts the buffer
        int last = -1;
        while (scanned < end) {
            if (element >= 0) {
                if (scanElement()) {
                    last = scanned;
                    element = -1;
                    afterElement = true;
                }
            } else if (inList) {
                scanBetween();
                if (element >= 0 && first < 0) {
                    first = element;
                }
            } else {
                scanEnvelope();
            }
        }
        if (element >= 0 && end - element > MAX_ELEMENT) {
            throw new MalformedJsonException("an element of the list is larger than " + MAX_ELEMENT + " bytes");
        }
        if (last < 0) {
            return Collections.emptyList();
        }
        int from = first;
        int to = last;
        byte[] run = buffer;
        return () -> elements(run, from, to);
    }

    /**
     * Checks that the page is whole. To be called once, after the last bytes.
     *
     * @throws MalformedJsonException if it was cut off or is no page
     */
    public void finish() {
        if (element >= 0 || inList || depth != 0 || !seenList) {
            throw new MalformedJsonException(
                    envelope.size() == 0 && element < 0 ? "the answer is empty" : "the answer is cut off or no list");
        }
        try {
            Envelope read = Json.readerFor(Envelope.class).readValue(envelope.toByteArray());
            nextLink = read.nextLink();
        } catch (IOException e) {
            throw new MalformedJsonException("the answer is no list", e);
        }
    }

    /**
     * Returns the link to the next page; known after {@link #finish()}.
     *
     * @return the link as the service sent it, {@code null} on the last page
     */
    public @Nullable String nextLink() {
        return nextLink;
    }

    /**
     * Returns how many elements were taken from the iterators so far.
     *
     * @return the number
     */
    public long delivered() {
        return delivered;
    }

    private void append(byte[] bytes) {
        if (element < 0) {
            buffer = bytes;
            end = bytes.length;
            scanned = 0;
            return;
        }
        int kept = end - element;
        int needed = kept + bytes.length;
        byte[] target = needed <= own.length ? own : new byte[Math.max(needed, kept * 2)];
        System.arraycopy(buffer, element, target, 0, kept);
        System.arraycopy(bytes, 0, target, kept, bytes.length);
        own = target;
        buffer = target;
        end = needed;
        scanned = kept;
        element = 0;
    }

    /** Moves to the end of the element; returns whether it is there. */
    private boolean scanElement() {
        byte[] b = buffer;
        int n = end;
        int i = scanned;
        int level = depth;
        boolean string = inString;
        boolean escape = escaped;
        boolean whole = false;
        while (i < n) {
            if (string && !escape) {
                i = Quotes.next(b, i, n);
                if (i == n) {
                    break;
                }
            }
            byte c = b[i++];
            if (string) {
                string = escape || c != '"';
                escape = !escape && c == '\\';
            } else if (c == '"') {
                string = true;
            } else if (c == '{' || c == '[') {
                level++;
            } else if ((c == '}' || c == ']') && --level == 2) {
                whole = true;
                break;
            }
        }
        scanned = i;
        depth = level;
        inString = string;
        escaped = escape;
        return whole;
    }

    private void scanBetween() {
        byte c = buffer[scanned];
        if (c == '{' && !afterElement) {
            element = scanned;
            depth++;
            afterComma = false;
        } else if (c == ',' && afterElement) {
            buffer[scanned] = ' '; // so that the elements of a run read as values one after the other
            afterElement = false;
            afterComma = true;
        } else if (c == ']' && !afterComma) {
            inList = false;
            depth--;
            envelope.write(c);
        } else if (!isBlank(c)) {
            throw new MalformedJsonException("the list holds something that is no element");
        }
        scanned++;
    }

    private void scanEnvelope() {
        byte c = buffer[scanned++];
        if (depth == 0) {
            if (isBlank(c)) {
                return;
            }
            if (c != '{' || closed) {
                throw new MalformedJsonException("the answer is no JSON object, or more than one");
            }
        }
        envelope.write(c);
        if (envelope.size() > MAX_ENVELOPE) {
            throw new MalformedJsonException("the answer is no list");
        }
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
                valueKey = depth == 1 && isValue();
            }
            return;
        }
        switch (c) {
            case '"' -> {
                inString = true;
                keyStart = envelope.size() - 1;
            }
            case '{' -> depth++;
            case '[' -> {
                depth++;
                if (valueKey && depth == 2 && !seenList) {
                    inList = true;
                    seenList = true;
                    afterElement = false;
                    afterComma = false;
                }
            }
            case '}', ']' -> {
                depth--;
                closed = depth == 0;
            }
            case ',' -> valueKey = false;
            default -> {}
        }
    }

    private boolean isValue() {
        byte[] bytes = envelope.toByteArray();
        return Arrays.equals(bytes, keyStart, bytes.length, VALUE, 0, VALUE.length);
    }

    private Iterator<T> elements(byte[] run, int from, int to) {
        try {
            return new Elements(reader.readValues(run, from, to - from));
        } catch (IOException e) {
            throw new MalformedJsonException("an element of the list cannot be read", e);
        }
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private record Envelope(
            @JsonProperty("odata.nextLink") @Nullable String nextLink) {}

    private final class Elements implements Iterator<T> {

        private final MappingIterator<T> values;

        Elements(MappingIterator<T> values) {
            this.values = values;
        }

        @Override
        public boolean hasNext() {
            try {
                return values.hasNextValue();
            } catch (IOException e) {
                throw new MalformedJsonException("an element of the list cannot be read", e);
            }
        }

        @Override
        public T next() {
            try {
                T value = values.nextValue();
                delivered++;
                return value;
            } catch (IOException e) {
                throw new MalformedJsonException("an element of the list cannot be read", e);
            }
        }
    }
}
