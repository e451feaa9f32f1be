package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.CorrelationIds;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.ManagedIdentityCredential;
import io.github.latchkey.auth.ManagedIdentityCredential.IdType;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.Resources;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Asks the managed identity endpoint of this machine or service: one request for each call, two for Azure Arc, whose
 * first answer is a challenge.
 */
final class ManagedIdentitySource implements TokenSource {

    private final ManagedIdentityCredential credential;
    private final Mono<ManagedIdentityEndpoint> endpoint;
    private final ArcChallenge challenge;
    private final TimeLimits limits;
    private final Clock clock;
    private final Set<String> capabilities;
    private volatile boolean answered;

    ManagedIdentitySource(
            ManagedIdentityCredential credential,
            HttpClient http,
            BlockingCalls blocking,
            TimeLimits limits,
            Clock clock,
            Set<String> capabilities) {
        this.credential = credential;
        this.endpoint = ManagedIdentityEndpoint.find(credential, http, blocking);
        this.challenge = new ArcChallenge(credential, blocking);
        this.limits = limits;
        this.clock = clock;
        this.capabilities = capabilities;
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        return endpoint.flatMap(found ->
                        probe(found).then(Mono.defer(() -> ask(found, query(found.host, request), request))))
                .map(IssuedToken::accessToken)
                .toFuture();
    }

    /** Any HTTP answer shows that there is an endpoint; the missing header keeps it from being more than that. */
    private Mono<Void> probe(ManagedIdentityEndpoint endpoint) {
        Duration limit = credential.probeTimeout().orElse(null);
        if (limit == null || answered || endpoint.host != ManagedIdentityHost.INSTANCE_METADATA) {
            return Mono.empty();
        }
        return endpoint.http
                .get()
                .uri(endpoint.uri)
                .response()
                .timeout(limit)
                .doOnNext(response -> answered = true)
                .then()
                .onErrorMap(error -> new CredentialUnavailableException(
                        "There is no managed identity endpoint: " + endpoint.uri + " did not answer within " + limit,
                        remedy("Outside Azure there is none; inside, check the network rules."),
                        error));
    }

    private Form query(ManagedIdentityHost host, TokenRequest request) {
        request.tenantId().ifPresent(tenantId -> {
            throw Options.unusable(
                    "credential",
                    new InvalidOptionException(
                            "tenantId",
                            tenantId,
                            "a managed identity has tokens of its own tenant only; leave the tenant out, or sign in to"
                                    + " another one as a service principal."),
                    ErrorDetails.NONE);
        });
        Form query = new Form();
        if (host.apiVersion != null) {
            query.with("api-version", host.apiVersion);
        }
        query.with("resource", Resources.of("A managed identity", request));
        IdType type = credential.idType();
        String id = credential.id().orElse(null);
        if (id != null) {
            String parameter = host.parameter(type);
            if (parameter == null) {
                // The id may be meant for another way to sign in: AZURE_CLIENT_ID has several meanings.
                throw new CredentialUnavailableException(
                        "Managed identities of " + host.title + " cannot be chosen by " + type,
                        remedy("Leave the id out to use the identity that is assigned there, or choose it by client id"
                                + " where that is possible."),
                        null);
            }
            query.with(parameter, id);
        } else if (host == ManagedIdentityHost.APP_SERVICE_2017
                && credential.environment().containsKey("DEFAULT_IDENTITY_CLIENT_ID")) {
            // Azure Machine Learning names the identity of a compute instance here and knows no system-assigned one.
            query.with("clientid", credential.environment().getOrDefault("DEFAULT_IDENTITY_CLIENT_ID", ""));
        }
        if (host == ManagedIdentityHost.SERVICE_FABRIC) {
            if (!capabilities.isEmpty()) {
                query.with("xms_cc", String.join(",", capabilities));
            }
            request.rejected().ifPresent(token -> query.with("token_sha256_to_refresh", Digests.sha256(token.value())));
        }
        return query;
    }

    private Mono<IssuedToken> ask(ManagedIdentityEndpoint endpoint, Form query, TokenRequest request) {
        String correlationId = CorrelationIds.of(request);
        Exchange exchange = new Exchange(
                Peer.MANAGED_IDENTITY,
                "Managed identity request to " + endpoint.host.title + " at " + endpoint.uri,
                correlationId,
                limits,
                clock);
        if (endpoint.host != ManagedIdentityHost.AZURE_ARC) {
            return exchange.receive(
                    endpoint.http, client -> prepared(client, endpoint, query, correlationId, null), request);
        }
        return exchange.challenge(endpoint.http, client -> prepared(client, endpoint, query, correlationId, null))
                .flatMap(first -> challenge.answer(first.status().code(), first.responseHeaders()))
                .flatMap(answer -> exchange.receive(
                        endpoint.http, client -> prepared(client, endpoint, query, correlationId, answer), request));
    }

    private HttpClient.ResponseReceiver<?> prepared(
            HttpClient http,
            ManagedIdentityEndpoint endpoint,
            Form query,
            String correlationId,
            @Nullable String authorization) {
        HttpClient client = http.headers(headers -> addHeaders(endpoint.host, headers, correlationId, authorization));
        if (endpoint.host == ManagedIdentityHost.CLOUD_SHELL) {
            return client.headers(
                            headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, "application/x-www-form-urlencoded"))
                    .post()
                    .uri(endpoint.uri)
                    .send(Mono.fromSupplier(
                            () -> Unpooled.wrappedBuffer(query.encoded().getBytes(StandardCharsets.US_ASCII))));
        }
        return client.get().uri(endpoint.uri + (endpoint.uri.contains("?") ? "&" : "?") + query.encoded());
    }

    private void addHeaders(
            ManagedIdentityHost host, HttpHeaders headers, String correlationId, @Nullable String authorization) {
        headers.set(HttpHeaderNames.ACCEPT, "application/json").set("x-ms-client-request-id", correlationId);
        if (host.secretHeader != null) {
            headers.set(host.secretHeader, host.secret(credential.environment()));
        } else {
            headers.set("Metadata", "true");
        }
        if (authorization != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, authorization);
        }
    }

    private static ErrorDetails remedy(String remedy) {
        return ErrorDetails.builder().remedy(remedy).build();
    }
}
