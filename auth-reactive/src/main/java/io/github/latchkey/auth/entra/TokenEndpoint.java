package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.CorrelationIds;
import io.github.latchkey.auth.TokenRequest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The v2.0 token endpoint of Entra ID. */
final class TokenEndpoint {

    private final HttpClient http;
    private final TimeLimits limits;
    private final Clock clock;
    private final Set<String> capabilities;

    TokenEndpoint(HttpClient http, TimeLimits limits, Clock clock, Set<String> capabilities) {
        this.http = http;
        this.limits = limits;
        this.clock = clock;
        this.capabilities = capabilities;
    }

    static String uri(Cloud cloud, String tenantId) {
        return cloud.authorityHost() + "/" + tenantId + "/oauth2/v2.0/token";
    }

    /**
     * Redeems a form for a token.
     *
     * @param uri whom to ask
     * @param form the grant with its proof; claims and capabilities are added
     * @param request what is asked for
     * @return emits what was issued or an {@link AuthenticationException}; sends one request for each subscription
     */
    Mono<IssuedToken> redeem(String uri, Form form, TokenRequest request) {
        return Mono.defer(() -> {
            String claims = Claims.merge(request.claims().orElse(null), capabilities);
            if (claims != null) {
                form.with("claims", claims);
            }
            String correlationId = CorrelationIds.of(request);
            Exchange exchange = new Exchange(Peer.ENTRA_ID, "Token request to " + uri, correlationId, limits, clock);
            return exchange.receive(
                    http,
                    client -> client.headers(headers -> headers.set(
                                            HttpHeaderNames.CONTENT_TYPE, "application/x-www-form-urlencoded")
                                    .set(HttpHeaderNames.ACCEPT, "application/json")
                                    .set("client-request-id", correlationId)
                                    .set("return-client-request-id", "true"))
                            .post()
                            .uri(uri)
                            .send(Mono.fromSupplier(
                                    () -> Unpooled.wrappedBuffer(form.encoded().getBytes(StandardCharsets.US_ASCII)))),
                    request);
        });
    }
}
