package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.latchkey.auth.EntraErrors;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP by the JDK, for programs that bring no client of their own. MSAL4J's default has no time-out, reads bodies of
 * any length and follows redirects.
 */
final class JdkHttpClient implements IHttpClient {

    private static final int LARGEST = 1 << 20;

    private final Supplier<HttpClient> factory;
    private final Duration timeout;
    private @Nullable HttpClient http;

    JdkHttpClient(Supplier<HttpClient> factory, Duration timeout) {
        this.factory = factory;
        this.timeout = timeout;
    }

    static JdkHttpClient create(Duration timeout) {
        return new JdkHttpClient(
                () -> {
                    HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER);
                    ProxySelector proxies = ProxySelector.getDefault();
                    return (proxies == null ? builder : builder.proxy(proxies)).build();
                },
                timeout);
    }

    /** Made when it is needed, since it starts a thread. */
    private synchronized HttpClient http() {
        HttpClient made = http;
        if (made == null) {
            made = factory.get();
            http = made;
        }
        return made;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException, TimeoutException, InterruptedException {
        java.net.http.HttpRequest.Builder copy = java.net.http.HttpRequest.newBuilder(
                        URI.create(request.url().toString()))
                .method(
                        request.httpMethod().name(),
                        request.body() == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
        if (request.headers() != null) {
            request.headers().forEach(copy::setHeader);
        }
        CompletableFuture<java.net.http.HttpResponse<byte[]>> exchange =
                http().sendAsync(copy.build(), info -> new Bounded(request));
        try {
            return adapted(exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            throw EntraErrors.unanswered(GuardedHttpClient.attempt(request), GuardedHttpClient.sent(request), cause);
        } finally {
            exchange.cancel(true); // ends what has not come to an end by itself
        }
    }

    private static IHttpResponse adapted(java.net.http.HttpResponse<byte[]> response) {
        HttpResponse adapted = new HttpResponse()
                .statusCode(response.statusCode())
                .body(new String(response.body(), StandardCharsets.UTF_8));
        adapted.addHeaders(response.headers().map());
        return adapted;
    }

    /** Collects a body, and not a byte more than a token has. */
    private static final class Bounded implements BodySubscriber<byte[]> {

        private final HttpRequest request;
        private final BodySubscriber<byte[]> collector = BodySubscribers.ofByteArray();
        private Flow.@Nullable Subscription subscription;
        private long size;

        Bounded(HttpRequest request) {
            this.request = request;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return collector.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            this.subscription = newSubscription;
            collector.onSubscribe(newSubscription);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            size += part.stream().mapToLong(ByteBuffer::remaining).sum();
            if (size <= LARGEST) {
                collector.onNext(part);
                return;
            }
            if (subscription != null) {
                subscription.cancel();
            }
            collector.onError(
                    EntraErrors.tooLarge(GuardedHttpClient.attempt(request), GuardedHttpClient.sent(request)));
        }

        @Override
        public void onError(Throwable error) {
            collector.onError(error);
        }

        @Override
        public void onComplete() {
            collector.onComplete();
        }
    }
}
