package io.github.latchkey.batch;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param <T> the element
 * @param elements the elements; a page may be empty and still have a link
 * @param link the link to the next page, opaque, for {@link ListOptions.Builder#continueFrom}; {@code null} on the last
 *     page
 */
public record Page<T>(List<T> elements, @Nullable String link) {

    /** Copies the elements. */
    public Page {
        elements = List.copyOf(elements);
    }

    /**
     * Returns the link to the next page.
     *
     * @return the link, empty on the last page
     */
    public Optional<String> nextLink() {
        return Optional.ofNullable(link);
    }
}
