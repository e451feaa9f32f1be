package io.github.latchkey.batch;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * A list of the service: the elements one by one, or page by page.
 *
 * <p>Cold: each subscription asks the service anew. Elements are read while their bytes arrive and only as fast as they
 * are requested; the next page is asked for when an element of it is. Cancelling closes the connection if a page is
 * under way. Elements are signalled on the thread that reads the connection, or on the one that requests.
 *
 * <p>A page may be empty and yet not be the last. One that leaves out its list, as the service's description allows, is
 * empty if it has a link or the service's {@code odata.metadata}; any other answer without a list is a
 * {@link BatchProtocolException}, since a program may act on it that there is nothing.
 *
 * <p>A page that fails is tried again as the retry options say, until its first element was delivered; from then on a
 * failure ends the list with {@link BatchListException}, which tells where to go on, since a second try could repeat or
 * skip elements. {@link #pages()} delivers only whole pages and therefore survives every transient failure:
 * {@code list.pages().concatMapIterable(Page::elements)} are the elements again, at the price of one page in memory.
 *
 * @param <T> the element
 */
public final class PagedFlux<T> extends Flux<T> {

    private final Flux<T> elements;
    private final Flux<Page<T>> pages;

    /**
     * Made by the operations of this library.
     *
     * @param elements the elements
     * @param pages the same elements, in pages
     */
    public PagedFlux(Flux<T> elements, Flux<Page<T>> pages) {
        this.elements = elements;
        this.pages = pages;
    }

    /**
     * Returns the same list page by page. A page is held in memory as a whole; the next one is asked for when it is
     * requested.
     *
     * @return a cold {@code Flux} of at least one page
     */
    public Flux<Page<T>> pages() {
        return pages;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        elements.subscribe(actual);
    }
}
