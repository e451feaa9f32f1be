package io.github.latchkey.auth.reactive.msal;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.entra.HttpClients;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Lets MSAL4J talk over the program's own {@link HttpClient}: one place for trust, proxy, DNS and metrics. It blocks
 * the calling thread, as MSAL4J wants it; give it to {@code MsalEngine.builder().httpClient(...)}, whose threads may
 * block. Redirects are not followed and wire-tap logging is off, since requests carry secrets.
 */
public final class ReactorNettyMsalClient implements IHttpClient {

    private static final int LARGEST = 1 << 20;

    private final HttpClient http;
    private final Duration timeout;

    private ReactorNettyMsalClient(HttpClient http, Duration timeout) {
        this.http = HttpClients.forCredentials(http);
        this.timeout = timeout;
    }

    /**
     * Adapts a client.
     *
     * @param http the client, which stays the caller's
     * @param timeout how long one request may take, connecting included; more than zero
     * @return the adapter; thread-safe
     * @throws InvalidOptionException if the time is not positive, or more than a hundred years
     */
    public static ReactorNettyMsalClient of(HttpClient http, Duration timeout) {
        Options.requirePositive("timeout", timeout);
        return new ReactorNettyMsalClient(Objects.requireNonNull(http, "http"), timeout);
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException, TimeoutException, InterruptedException {
        byte[] body = request.body() == null ? new byte[0] : request.body().getBytes(StandardCharsets.UTF_8);
        CompletableFuture<IHttpResponse> exchange = exchange(request, body).toFuture();
        try {
            return exchange.get();
        } catch (ExecutionException e) {
            Throwable cause = Exceptions.unwrap(e.getCause() == null ? e : e.getCause());
            if (cause instanceof AuthenticationException known) {
                throw known;
            }
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof TimeoutException late) {
                throw late;
            }
            throw new IOException("The request failed: " + cause.getClass().getSimpleName(), cause);
        } finally {
            exchange.cancel(true); // an interrupt ends the request too
        }
    }

    private Mono<IHttpResponse> exchange(HttpRequest request, byte[] body) {
        return http.headers(headers -> {
                    if (request.headers() != null) {
                        request.headers().forEach(headers::set);
                    }
                })
                .request(HttpMethod.valueOf(request.httpMethod().name()))
                .uri(request.url().toString())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .response((response, content) -> content.asByteArray()
                        .collect(ByteArrayOutputStream::new, (all, part) -> append(request, all, part))
                        .map(all -> adapted(response, all.toString(StandardCharsets.UTF_8))))
                .single()
                .timeout(timeout);
    }

    private static void append(HttpRequest request, ByteArrayOutputStream all, byte[] part) {
        if (all.size() + part.length > LARGEST) {
            throw EntraErrors.tooLarge(
                    "Sign-in request to " + request.url().getHost(),
                    ErrorDetails.builder()
                            .correlationId(request.headerValue("client-request-id"))
                            .build());
        }
        all.writeBytes(part);
    }

    private static IHttpResponse adapted(HttpClientResponse response, String body) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.responseHeaders()
                .names()
                .forEach(name -> headers.put(name, response.responseHeaders().getAll(name)));
        HttpResponse adapted =
                new HttpResponse().statusCode(response.status().code()).body(body);
        adapted.addHeaders(headers);
        return adapted;
    }
}
