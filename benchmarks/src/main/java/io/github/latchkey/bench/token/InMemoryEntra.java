package io.github.latchkey.bench.token;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers the peers' token requests in memory, and counts them: on the hot path there must be none. */
final class InMemoryEntra {

    static final String TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    static final String CLIENT = "11111111-2222-3333-4444-555555555555";
    static final String AUTHORITY = "https://login.microsoftonline.com/" + TENANT;

    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static volatile int expected = -1;

    private InMemoryEntra() {}

    /** Returns a token of the usual size. */
    static String token() {
        return "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." + "a".repeat(1_000) + "." + "b".repeat(342);
    }

    static void expectNoMoreRequests() {
        expected = REQUESTS.get();
    }

    static void assertNoMoreRequests() {
        if (REQUESTS.get() != expected) {
            throw new IllegalStateException(
                    "A cache was missed: " + (REQUESTS.get() - expected) + " token requests during the measurement");
        }
    }

    private static String answer() {
        REQUESTS.incrementAndGet();
        return "{\"token_type\":\"Bearer\",\"expires_in\":86399,\"ext_expires_in\":86399,\"access_token\":\"" + token()
                + "\"}";
    }

    static HttpClient azureHttpClient() {
        return request -> Mono.fromSupplier(() -> new Answer(request, answer().getBytes(StandardCharsets.UTF_8)));
    }

    static IHttpClient msalHttpClient() {
        return request -> {
            com.microsoft.aad.msal4j.HttpResponse response = new com.microsoft.aad.msal4j.HttpResponse();
            response.statusCode(200);
            response.addHeaders(Map.of("Content-Type", List.of("application/json")));
            response.body(answer());
            return response;
        };
    }

    /** A response that is there already. */
    private static final class Answer extends HttpResponse {

        private final byte[] body;

        Answer(HttpRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public int getStatusCode() {
            return 200;
        }

        @Override
        @Deprecated
        @SuppressWarnings("InlineMeSuggester") // an override of the vendor's method, not an API of ours
        public @Nullable String getHeaderValue(String name) {
            return getHeaders().getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/json");
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
