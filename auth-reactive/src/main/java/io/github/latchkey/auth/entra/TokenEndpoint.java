package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.TokenRequest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The v2.0 token endpoint of Entra ID. */
final class TokenEndpoint {

    private final HttpClient http;
    private final Duration timeout;
    private final Clock clock;

    TokenEndpoint(HttpClient http, Duration timeout, Clock clock) {
        this.http = http;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * Redeems a form for a token.
     *
     * @param cloud where to ask
     * @param tenantId whom to ask
     * @param form the grant with its proof
     * @param request what is asked for
     * @return emits the token or an {@link AuthenticationException}; sends one request for each subscription
     */
    Mono<AccessToken> redeem(Cloud cloud, String tenantId, Form form, TokenRequest request) {
        String uri = cloud.authorityHost() + "/" + tenantId + "/oauth2/v2.0/token";
        return Mono.defer(() -> {
            String correlationId =
                    request.correlationId().orElseGet(() -> UUID.randomUUID().toString());
            Exchange exchange = new Exchange("Token request to " + uri, correlationId, clock.instant(), clock);
            return http.headers(
                            headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, "application/x-www-form-urlencoded")
                                    .set(HttpHeaderNames.ACCEPT, "application/json")
                                    .set("client-request-id", correlationId)
                                    .set("return-client-request-id", "true"))
                    .post()
                    .uri(uri)
                    .send(Mono.fromSupplier(
                            () -> Unpooled.wrappedBuffer(form.encoded().getBytes(StandardCharsets.US_ASCII))))
                    .response((response, body) -> BoundedBody.collect(body)
                            .map(bytes -> exchange.token(
                                    response.status().code(), response.responseHeaders(), bytes, request)))
                    .single()
                    .timeout(timeout)
                    .onErrorMap(exchange::failure);
        });
    }
}
