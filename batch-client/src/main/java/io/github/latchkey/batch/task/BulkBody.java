package io.github.latchkey.batch.task;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The body of a collection: {@code {"value":[task,...]}}, put together from tasks that were written already. */
final class BulkBody {

    private static final byte[] OPEN = "{\"value\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "]}".getBytes(StandardCharsets.US_ASCII);

    /** The bytes around the tasks; each task but the first has a comma besides. */
    static final int FRAME = OPEN.length + CLOSE.length;

    private BulkBody() {}

    static byte[] of(List<BulkEntry> entries) {
        int size = FRAME + entries.size() - 1;
        for (BulkEntry entry : entries) {
            size += entry.json().length;
        }
        byte[] body = new byte[size];
        int at = put(body, 0, OPEN);
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                body[at++] = ',';
            }
            at = put(body, at, entries.get(i).json());
        }
        put(body, at, CLOSE);
        return body;
    }

    private static int put(byte[] body, int at, byte[] part) {
        System.arraycopy(part, 0, body, at, part.length);
        return at + part.length;
    }
}
