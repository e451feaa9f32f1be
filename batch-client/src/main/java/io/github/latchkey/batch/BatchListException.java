package io.github.latchkey.batch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A list broke within a page, after some elements of that page were delivered: a second try would have delivered them
 * again. The cause says what went wrong. To go on, list again with {@link ListOptions.Builder#continueFrom} and leave
 * out the first {@link #delivered()} elements; without a link, list from the beginning.
 *
 * <p>The service does not promise that a page looks the same at a second time. Where elements may have come or gone
 * meanwhile, compare what was delivered by its id instead of counting, or read whole pages from the start
 * ({@link PagedFlux#pages()}), which do not break this way.
 */
public final class BatchListException extends BatchException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String link;
    private final long delivered;

    /**
     * Made by this library.
     *
     * @param cause what went wrong
     * @param link the link to the page that broke, {@code null} for the first one
     * @param delivered how many elements of that page were delivered
     */
    public BatchListException(BatchException cause, @Nullable String link, long delivered) {
        super("A page broke after " + delivered + " elements were delivered: " + cause.getMessage(), cause);
        this.link = link;
        this.delivered = delivered;
    }

    /**
     * Returns where to go on.
     *
     * @return the link to the page that broke, for {@link ListOptions.Builder#continueFrom}; empty for the first page
     */
    public Optional<String> continueFrom() {
        return Optional.ofNullable(link);
    }

    /**
     * Returns how many elements of the page that broke were delivered.
     *
     * @return at least one
     */
    public long delivered() {
        return delivered;
    }

    @Override
    public boolean isTransient() {
        return true;
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
