package io.github.latchkey.bench.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * A contender on bare reactor-netty: what one would write by hand for these four requests and nothing else, with no
 * retry, no deadline, no error other than a status. Subclasses differ in how they read and write JSON.
 */
abstract class NettyContender extends ReactiveContender {

    private final HttpClient http;
    private final HttpClient httpForJson;

    NettyContender(Site site) {
        super(site);
        this.http = site.http()
                .headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, Site.AUTHORIZATION)
                        .set(HttpHeaderNames.ACCEPT, Canned.JSON));
        this.httpForJson = http.headers(headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, Canned.JSON));
    }

    /** Reads a page of jobs; says how many there are. Does not release. */
    abstract long readJobs(ByteBuf body);

    /** Reads a job. */
    abstract long readJob(ByteBuf body);

    /** Reads a page of tasks. */
    abstract Page readTasks(ByteBuf body);

    /** Reads the results of a collection; says how many tasks were added. */
    abstract long readResults(ByteBuf body);

    /** Writes the collection. */
    abstract byte[] writeTasks();

    @Override
    final Mono<Long> listPage() {
        return get(site.url() + site.jobsPath()).map(body -> released(body, readJobs(body)));
    }

    @Override
    final Mono<Long> get() {
        return get(site.url() + site.jobPath()).map(body -> released(body, readJob(body)));
    }

    @Override
    final Mono<Long> addCollection() {
        return httpForJson
                .post()
                .uri(site.url() + site.addPath())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(writeTasks())))
                .responseSingle((head, body) -> ok(head.status().code(), body))
                .map(body -> released(body, readResults(body)));
    }

    @Override
    final Mono<Long> stream() {
        return page(site.url() + site.tasksPath())
                .expand(page -> page.nextLink() == null ? Mono.empty() : page(page.nextLink()))
                .map(Page::elements)
                .reduce(0L, Long::sum);
    }

    private Mono<Page> page(String uri) {
        return get(uri).map(body -> released(body, readTasks(body)));
    }

    private Mono<ByteBuf> get(String uri) {
        return http.get()
                .uri(uri)
                .responseSingle((head, body) -> ok(head.status().code(), body));
    }

    private static Mono<ByteBuf> ok(int status, Mono<ByteBuf> body) {
        return status == 200 ? body.map(ByteBuf::retain) : Mono.error(new IllegalStateException("status " + status));
    }

    private static <T> T released(ByteBuf body, T value) {
        body.release();
        return value;
    }

    /**
     * A page that was read.
     *
     * @param elements how many elements it had
     * @param nextLink where the next one is
     */
    record Page(long elements, @Nullable String nextLink) {}
}
