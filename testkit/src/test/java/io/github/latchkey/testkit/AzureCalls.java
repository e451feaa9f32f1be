package io.github.latchkey.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.http.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** A program that believes to be in Azure: signs in once and calls Batch, over HTTPS, with what it was given. */
public final class AzureCalls {

    private static final String VERSION = "api-version=2024-02-01.19.0";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final ClientCredentials credentials;

    /**
     * Starts a program that has not signed in.
     *
     * @param http its client
     * @param credentials who it is
     */
    public AzureCalls(HttpClient http, ClientCredentials credentials) {
        // Else a reset connection would be tried once more before anybody notices.
        this.http = http.disableRetry(true);
        this.credentials = credentials;
    }

    /**
     * Posts a form to the fake Entra ID, as whoever the form says.
     *
     * @param azure whose Entra ID
     * @param endpoint the last part of its path, as {@code token}
     * @param form the form
     * @return the answer's body, whatever it is
     */
    public static JsonNode entra(FakeAzure azure, String endpoint, String form) {
        return entra(azure, azure.entra().tenantId(), endpoint, form);
    }

    /**
     * Posts a form to an endpoint of the fake Entra ID in any tenant.
     *
     * @param azure the fakes
     * @param tenant the tenant's id
     * @param endpoint the last part of its path
     * @param form what to post
     * @return the answer
     */
    public static JsonNode entra(FakeAzure azure, String tenant, String endpoint, String form) {
        return Objects.requireNonNull(azure.httpClient()
                .headers(headers -> headers.set("Content-Type", "application/x-www-form-urlencoded"))
                .post()
                .uri(azure.entra().authorityHost() + "/" + tenant + "/oauth2/v2.0/" + endpoint)
                .send(ByteBufFlux.fromString(Mono.just(form)))
                .responseSingle((response, content) -> content.asString())
                .map(Json::read)
                .block(LIMIT));
    }

    /**
     * An answer with its whole body.
     *
     * @param status the status
     * @param headers the headers
     * @param text the body
     */
    public record Answer(int status, HttpHeaders headers, String text) {

        /**
         * Reads the body.
         *
         * @return the tree
         */
        public JsonNode json() {
            return Json.read(text);
        }
    }

    /**
     * Asks for a token.
     *
     * @return Entra's answer, whatever it is
     */
    public Answer askForToken() {
        return askForToken("");
    }

    /**
     * Asks for a token.
     *
     * @param more what the form has besides, from an ampersand on
     * @return Entra's answer, whatever it is
     */
    public Answer askForToken(String more) {
        String form = "grant_type=client_credentials&client_id=" + credentials.clientId() + "&client_secret="
                + URLEncoder.encode(credentials.clientSecret(), StandardCharsets.UTF_8) + "&scope="
                + URLEncoder.encode(credentials.scope(), StandardCharsets.UTF_8) + more;
        return tokenRequest(form);
    }

    /**
     * Sends a form to the token endpoint.
     *
     * @param form the whole form
     * @return Entra's answer, whatever it is
     */
    public Answer tokenRequest(String form) {
        return send(
                http.headers(headers -> headers.set("Content-Type", "application/x-www-form-urlencoded")),
                "POST",
                credentials.tokenEndpoint().toString(),
                form);
    }

    /**
     * Gets a token.
     *
     * @return the access token
     */
    public String token() {
        return askForToken().json().path("access_token").asText();
    }

    /**
     * Calls Batch without a body, with a new token.
     *
     * @param batch the account
     * @param method the method
     * @param path without the api-version
     * @return the answer
     */
    public Answer call(FakeBatch batch, String method, String path) {
        return call(batch, token(), method, path, "");
    }

    /**
     * Calls Batch.
     *
     * @param batch the account
     * @param token the access token
     * @param method the method
     * @param path without the api-version
     * @param body JSON, or an empty text
     * @return the answer
     */
    public Answer call(FakeBatch batch, String token, String method, String path, String body) {
        HttpClient signed = http.headers(headers -> {
            headers.set("Authorization", "Bearer " + token);
            if (!body.isEmpty()) {
                headers.set("Content-Type", "application/json; odata=minimalmetadata");
            }
            if (!method.equals("GET")) {
                headers.set("Content-Length", body.getBytes(StandardCharsets.UTF_8).length);
            }
        });
        return send(signed, method, batch.url() + path + (path.contains("?") ? "&" : "?") + VERSION, body);
    }

    private static Answer send(HttpClient client, String method, String uri, String body) {
        return Objects.requireNonNull(exchange(client, method, uri, body).block(LIMIT));
    }

    private static Mono<Answer> exchange(HttpClient client, String method, String uri, String body) {
        return client.request(HttpMethod.valueOf(method))
                .uri(uri)
                .send(body.isEmpty() ? Mono.empty() : Mono.just(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)));
    }
}
