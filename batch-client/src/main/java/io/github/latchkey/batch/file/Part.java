package io.github.latchkey.batch.file;

import io.github.latchkey.batch.BatchProtocolException;
import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.internal.http.Answer;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;

/**
 * Holds an answer to the range that was asked for. The service answers a range with 200, so that the status does not
 * tell a range that was overlooked, as a proxy may do: what the answer says of itself does, or else how long it is. For
 * one subscription.
 */
final class Part {

    private static final Pattern CONTENT_RANGE = Pattern.compile("\\s*bytes\\s+(\\d{1,18})-.*");

    private final String path;
    private final ByteRange range;
    private final long most;
    private long read;

    Part(String path, ByteRange range) {
        this.path = path;
        this.range = range;
        this.most = range.last() == Long.MAX_VALUE ? Long.MAX_VALUE : range.last() - range.first() + 1;
    }

    /** Passes the bytes on; fails before a byte that is surely none of the range. */
    Flux<ByteBuffer> of(Answer answer, Flux<ByteBuffer> bytes, boolean proven) {
        String said = answer.header("Content-Range");
        Matcher first = CONTENT_RANGE.matcher(said == null ? "" : said);
        Long length = answer.number("Content-Length");
        boolean other = first.matches() && Long.parseLong(first.group(1)) != range.first();
        boolean unproven = proven && !first.matches() && answer.status() != 206;
        if (other || unproven || (length != null && length > most)) {
            return Flux.error(overlooked());
        }
        return bytes.map(part -> {
            read += part.remaining();
            if (read > most) {
                throw overlooked();
            }
            return part;
        });
    }

    private BatchProtocolException overlooked() {
        return new BatchProtocolException(
                range + " of " + path
                        + " was asked for and something else came, perhaps the whole file: something between"
                        + " us and the service does not pass ocp-range on. Download the file as a whole.",
                null);
    }
}
