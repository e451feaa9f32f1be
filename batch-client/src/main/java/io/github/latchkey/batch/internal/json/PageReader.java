package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page of a list, {@code {"value": [element, ...], "odata.nextLink": "..."}}, while its bytes arrive. Not
 * thread-safe, for one page only.
 *
 * <p>A page without its list is empty if it has a link or the service's metadata. Without either it could be anything,
 * and must not read as "there is nothing".
 *
 * <p>Where more bytes are there than an element ever had, elements are bound one after the other. Nearer to the end of
 * the bytes a scan finds out first which elements are whole; at most one unfinished element is kept for the next bytes.
 * To scan all would cost a tenth of the whole request, to parse a token at a time more. Everything outside of the
 * elements, the envelope, is collected and read at the end.
 *
 * @param <T> the element
 */
public final class PageReader<T> {

    /** No element of the service comes near this; a larger one is an attack or an accident. */
    static final int MAX_ELEMENT = 16 << 20;

    private static final int MAX_ENVELOPE = 64 << 10; // a link of the service is no longer than a URL
    private static final int SPARE = 1;
    private static final int SLACK = 4 << 10; // for an unfinished element in front of bytes as many as the first
    private static final byte[] VALUE = {'"', 'v', 'a', 'l', 'u', 'e', '"'};

    /** Of UTF-8; the answer may begin with it. */
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final ObjectReader reader;
    private final EnvelopeBytes envelope = new EnvelopeBytes();

    private byte[] buffer = {}; // one byte to spare, an unfinished element, and the bytes after it
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
    private int marked; // how much of the mark was read; all of it where there is none
    private boolean closed; // the root object has ended
    private int largest; // element so far
    private List<T> elements = List.of(); // of the bytes fed last
    private int first = -1; // where the scanned elements that are not yet bound start
    private int last;
    private @Nullable String nextLink;
    private @Nullable MalformedJsonException failure; // after elements that could be read

    /**
     * Starts a page.
     *
     * @param type the element
     */
    public PageReader(Class<T> type) {
        this.reader = Json.readerFor(type);
    }

    /**
     * Takes the next bytes and returns the elements that they complete.
     *
     * @param bytes the bytes, which are copied
     * @return the elements, up to the first one that cannot be read
     * @throws MalformedJsonException if this is no page, or the element after those returned last cannot be read
     */
    public List<T> feed(ByteBuffer bytes) {
        requireReadable();
        append(bytes);
        elements = new ArrayList<>();
        first = -1;
        try {
            scan();
        } catch (IOException e) {
            failure = new MalformedJsonException("an element of the list cannot be read", e);
        } catch (MalformedJsonException e) {
            failure = e;
        }
        if (element >= 0 && end - element > MAX_ELEMENT) {
            failure = new MalformedJsonException("an element of the list is larger than " + MAX_ELEMENT + " bytes");
        }
        if (elements.isEmpty()) {
            requireReadable();
        }
        return elements;
    }

    /**
     * Checks that the page is whole. To be called once, after the last bytes.
     *
     * @throws MalformedJsonException if it was cut off or is no page
     */
    public void finish() {
        requireReadable();
        if (element >= 0 || inList || depth != 0 || !closed) {
            throw new MalformedJsonException(
                    envelope.size() == 0 && element < 0 ? "the answer is empty" : "the answer is cut off or no list");
        }
        Envelope read;
        try {
            read = Json.readerFor(Envelope.class).readValue(envelope.toByteArray());
        } catch (IOException e) {
            throw new MalformedJsonException("the answer is no list", e);
        }
        nextLink = read.nextLink() == null || read.nextLink().isBlank() ? null : read.nextLink();
        if (!seenList && (read.value() != null || (nextLink == null && read.metadata() == null))) {
            throw new MalformedJsonException("the answer is no list");
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

    private void scan() throws IOException {
        try {
            while (scanned < end) {
                if (element >= 0) {
                    scanElement();
                } else if (inList) {
                    scanBetween();
                } else {
                    scanEnvelope();
                }
            }
        } finally {
            bindScanned(); // also what is in front of something that is no element
        }
    }

    private void requireReadable() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Puts the bytes behind an unfinished element, in the same buffer time and again. */
    private void append(ByteBuffer bytes) {
        int kept = element < 0 ? 0 : end - element;
        int needed = SPARE + kept + bytes.remaining();
        byte[] target = needed <= buffer.length ? buffer : new byte[needed + Math.max(kept, SLACK)];
        if (kept > 0) {
            System.arraycopy(buffer, element, target, SPARE, kept);
            element = SPARE;
        }
        bytes.get(target, SPARE + kept, needed - SPARE - kept);
        buffer = target;
        end = needed;
        scanned = SPARE + kept;
    }

    /** Moves to the end of the element, if it is there. */
    private void scanElement() {
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
        if (whole) {
            if (first < 0) {
                first = element;
            }
            last = i;
            largest = Math.max(largest, i - element);
            element = -1;
            afterElement = true;
        }
    }

    private void scanBetween() throws IOException {
        byte c = buffer[scanned];
        if (c == '{' && !afterElement) {
            element = scanned;
            depth++;
            afterComma = false;
            if (whole(element) > 0) {
                bindAhead();
            }
            if (element < 0) {
                return;
            }
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
        if (marked < MARK.length) {
            if (c == MARK[marked]) {
                marked++;
                return;
            }
            if (marked > 0) {
                throw new MalformedJsonException("the answer is no JSON");
            }
            marked = MARK.length;
        }
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
        return envelope.endsWith(keyStart, VALUE);
    }

    /** How many elements from here on are whole, as far as the size of those before tells. */
    private int whole(int start) {
        return largest == 0 ? 0 : (end - start) / (2 * largest);
    }

    /** Binds elements from where one starts, while there is room; the scan goes on after the last of them. */
    private void bindAhead() throws IOException {
        bindScanned();
        int base = element - 1;
        buffer[base] = '['; // what was there is read, and so the parser takes the commas between elements
        int from = element;
        int sure = elements.size(); // those before from
        try (MappingIterator<T> values = reader.readValues(buffer, base, end - base)) {
            int most = whole(from);
            int bound = bind(values, most);
            while (bound > 0) {
                // What follows the last element may have been looked at.
                JsonLocation place = bound == most
                        ? values.getCurrentLocation()
                        : values.getParser().currentTokenLocation();
                int to = base + (int) place.getByteOffset();
                largest = Math.max(largest, (to - from) / bound);
                from = to;
                sure = elements.size();
                most = whole(from);
                bound = bind(values, most);
            }
        } catch (IOException e) {
            // The next one is larger than any before, or malformed. From the last known place on the scan finds out.
            elements.subList(sure, elements.size()).clear();
            largest = end - from;
        }
        if (from > element) {
            scanned = from;
            element = -1;
            depth--;
            afterElement = true;
        }
    }

    private int bind(MappingIterator<T> values, int most) throws IOException {
        int bound = 0;
        while (bound < most && values.hasNextValue() && values.getParser().currentToken() == JsonToken.START_OBJECT) {
            elements.add(values.nextValue());
            bound++;
        }
        return bound;
    }

    private void bindScanned() throws IOException {
        if (first < 0) {
            return;
        }
        int from = first;
        first = -1;
        try (MappingIterator<T> values = reader.readValues(buffer, from, last - from)) {
            bind(values, Integer.MAX_VALUE);
        }
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Can be looked at without a copy. */
    private static final class EnvelopeBytes extends ByteArrayOutputStream {

        EnvelopeBytes() {
            super(256);
        }

        boolean endsWith(int from, byte[] tail) {
            return Arrays.equals(buf, from, count, tail, 0, tail.length);
        }
    }

    /** What is around the elements; they themselves are cut out. */
    private record Envelope(
            @JsonProperty("odata.nextLink") @Nullable String nextLink,
            @JsonProperty("odata.metadata") @Nullable Object metadata,
            @Nullable List<Object> value) {}
}
