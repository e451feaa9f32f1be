package io.github.latchkey.batch.internal.http;

import io.github.latchkey.batch.BatchException;
import io.github.latchkey.batch.BatchListException;
import io.github.latchkey.batch.BatchProtocolException;
import io.github.latchkey.batch.Page;
import io.github.latchkey.batch.internal.json.PageReader;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Walks the pages of a list. The link of a page is opaque; it is sent as it came, but only to the origin of the
 * account, since our credentials go with it.
 *
 * @param <T> the element
 */
final class Listing<T> {

    private final Settings settings;
    private final InFlight inFlight;
    private final Attempt attempt;
    private final HeadersStep headers;
    private final Call call;
    private final Class<T> type;
    private final String firstUri;
    private final @Nullable String start;

    Listing(
            Settings settings,
            InFlight inFlight,
            Attempt attempt,
            HeadersStep headers,
            Call call,
            Class<T> type,
            String firstUri,
            @Nullable String start) {
        this.settings = settings;
        this.inFlight = inFlight;
        this.attempt = attempt;
        this.headers = headers;
        this.call = call;
        this.type = type;
        this.firstUri = firstUri;
        this.start = start;
    }

    /** The elements one by one; a page is asked for when an element of it is. */
    Flux<T> elements() {
        Walk walk = new Walk();
        // Without prefetch a page begins when the one before has ended; WhenRequested waits for demand on top of that.
        return walk.tickets().concatMap(ticket -> new WhenRequested<>(walk.elements()), 0);
    }

    /** Whole pages. */
    Flux<Page<T>> pages() {
        Walk walk = new Walk();
        return walk.tickets().concatMap(ticket -> new WhenRequested<>(walk.wholePage()), 0);
    }

    /** One subscription's way through the pages. */
    private final class Walk {

        private final String clientRequestId = headers.clientRequestId(call);
        private @Nullable String link = start;
        private boolean last;
        // One earlier link, for the next so many pages (Brent): a circle of any length meets it sooner or later.
        private @Nullable String mark;
        private long markFor = 1;
        private long sinceMark;

        Flux<Integer> tickets() {
            return Flux.generate(sink -> {
                if (last) {
                    sink.complete();
                } else {
                    sink.next(1);
                }
            });
        }

        /** A page's elements. Only here are they signals of their own; all steps before see runs of them. */
        Flux<T> elements() {
            PageDecoder page = new PageDecoder();
            return page(page)
                    .flatMapIterable(run -> run, 1)
                    .doOnNext(element -> page.delivered++)
                    .onErrorMap(
                            BatchException.class,
                            failure -> failure.isTransient() && page.begun
                                    ? new BatchListException(failure, page.here, page.delivered)
                                    : failure);
        }

        Flux<Page<T>> wholePage() {
            return page(new WholePageDecoder());
        }

        private <R> Flux<R> page(Decoder<R> decoder) {
            String here = link;
            Supplier<Prepared> request = here == null
                    ? () -> headers.prepare(call, firstUri, null, clientRequestId)
                    : () -> headers.follow(call, here, clientRequestId);
            return Flux.defer(() -> new Tries<>(settings, inFlight, attempt, call, request, decoder).start());
        }

        /**
         * Notes where a page leads.
         *
         * @param page the page, all of it
         * @param here the link that led to it
         */
        private void ended(PageReader<T> page, @Nullable String here) {
            page.finish();
            String next = page.nextLink();
            if (next != null && !settings.origin().owns(next)) {
                throw new BatchProtocolException(
                        call.operation().id() + " answered with a link to the next page that leads away from "
                                + settings.origin() + "; it was not followed, since credentials would go with it.",
                        null);
            }
            if (next != null && (next.equals(here) || next.equals(mark))) {
                throw new BatchProtocolException(
                        call.operation().id() + " answered with a page that links to itself or to an earlier one: the"
                                + " pages lead round in a circle.",
                        null);
            }
            if (++sinceMark == markFor) {
                mark = next;
                markFor *= 2;
                sinceMark = 0;
            }
            link = next;
            last = next == null;
        }

        /** Reads a page in runs of elements, as many as the bytes that came hold. */
        private final class PageDecoder implements Decoder<List<T>> {

            private final @Nullable String here = link;
            private boolean begun; // a run was handed on
            private long delivered;

            @Override
            public boolean streams() {
                return true;
            }

            @Override
            public Publisher<List<T>> decode(Answer answer, Flux<ByteBuf> bytes) {
                PageReader<T> page = new PageReader<>(type);
                return bytes.map(part -> page.feed(part.nioBuffer()))
                        .filter(run -> !run.isEmpty())
                        .doOnNext(run -> begun = true)
                        .concatWith(Flux.defer(() -> {
                            ended(page, here);
                            return Flux.empty();
                        }));
            }
        }

        /** Reads a page as a whole. */
        private final class WholePageDecoder implements Decoder<Page<T>> {

            private final @Nullable String here = link;

            @Override
            public Publisher<Page<T>> decode(Answer answer, Flux<ByteBuf> bytes) {
                PageReader<T> page = new PageReader<>(type);
                return bytes.<List<T>>collect(ArrayList::new, (all, part) -> all.addAll(page.feed(part.nioBuffer())))
                        .map(elements -> {
                            ended(page, here);
                            return new Page<>(elements, page.nextLink());
                        });
            }
        }
    }
}
