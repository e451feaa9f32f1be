package io.github.latchkey.testkit.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Calls a fake as a client does, over HTTPS, and waits for the answer. */
final class BatchCalls {

    static final String VERSION = "2024-02-01.19.0";
    private static final String JSON = "application/json; odata=minimalmetadata";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FakeBatch batch;
    private final Supplier<String> authorization;
    private final HttpClient client;
    private final String version;

    private BatchCalls(FakeBatch batch, Supplier<String> authorization, HttpClient client, String version) {
        this.batch = batch;
        this.authorization = authorization;
        this.client = client;
        this.version = version;
    }

    /** Calls with a token of the default application, the same one each time. */
    static BatchCalls withToken(FakeBatch batch, FakeEntra entra) {
        String token = token(entra, FakeBatch.PUBLIC_AUDIENCE + "/.default");
        return new BatchCalls(batch, () -> "Bearer " + token, batch.httpClient(), VERSION);
    }

    /** Calls without any credential. */
    static BatchCalls of(FakeBatch batch) {
        return new BatchCalls(batch, () -> "", batch.httpClient(), VERSION);
    }

    BatchCalls authorized(String header) {
        return new BatchCalls(batch, () -> header, client, version);
    }

    BatchCalls version(String other) {
        return new BatchCalls(batch, authorization, client, other);
    }

    /** The header that the calls carry. */
    String authorization() {
        return authorization.get();
    }

    /** Gets an app token by the default application's secret. */
    static String token(FakeEntra entra, String scope) {
        return token(entra, entra.clientId(), entra.clientSecret(), scope);
    }

    static String token(FakeEntra entra, String clientId, String secret, String scope) {
        String form = "grant_type=client_credentials&client_id=" + encode(clientId) + "&client_secret=" + encode(secret)
                + "&scope=" + encode(scope);
        String answer = entra.httpClient()
                .headers(headers -> headers.set("Content-Type", "application/x-www-form-urlencoded"))
                .post()
                .uri(entra.authority() + "/oauth2/v2.0/token")
                .send(Mono.just(Unpooled.copiedBuffer(form, StandardCharsets.UTF_8)))
                .responseContent()
                .aggregate()
                .asString()
                .block(LIMIT);
        return Json.read(Objects.requireNonNull(answer)).path("access_token").asText();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** An answer with its whole body. */
    record Answer(int status, HttpHeaders headers, String text) {

        JsonNode json() {
            return text.isEmpty() ? MissingNode.getInstance() : Json.read(text);
        }

        String code() {
            return json().path("code").asText();
        }

        /** Reads a detail of an error. */
        String value(String key) {
            for (JsonNode value : json().path("values")) {
                if (value.path("key").asText().equals(key)) {
                    return value.path("value").asText();
                }
            }
            return "";
        }

        String header(String name) {
            String value = headers.get(name);
            return value == null ? "" : value;
        }
    }

    Answer get(String path) {
        return call("GET", path, null, Map.of());
    }

    /** Posts without a body. */
    Answer post(String path) {
        return call("POST", path, null, Map.of());
    }

    Answer post(String path, String body) {
        return call("POST", path, body, Map.of());
    }

    Answer delete(String path) {
        return call("DELETE", path, null, Map.of());
    }

    /** Calls with the api-version put into the query. */
    Answer call(String method, String path, @Nullable String body, Map<String, String> headers) {
        String separator = path.contains("?") ? "&" : "?";
        return raw(method, batch.url() + path + separator + "api-version=" + version, body, headers);
    }

    /** Calls an address as it is. */
    Answer raw(String method, String uri, @Nullable String body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Authorization", authorization.get());
        boolean sends = body != null || method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
        if (body != null) {
            all.put("Content-Type", JSON);
        }
        if (sends) {
            int length = body == null ? 0 : body.getBytes(StandardCharsets.UTF_8).length;
            all.put("Content-Length", String.valueOf(length));
        }
        all.putAll(headers);
        all.values().removeIf(String::isEmpty);
        Mono<Answer> answer = client.headers(sent -> all.forEach(sent::set))
                .request(HttpMethod.valueOf(method))
                .uri(uri)
                .send(body == null ? Mono.empty() : Mono.just(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)));
        return Objects.requireNonNull(answer.block(LIMIT));
    }

    /** Follows the links of a list to its end, and answers all its items. */
    List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        pages(path).forEach(page -> page.path("value").forEach(items::add));
        return items;
    }

    /** Follows the links of a list to its end, and answers how many items each page has. */
    List<Integer> pageSizes(String path) {
        return pages(path).stream().map(page -> page.path("value").size()).toList();
    }

    private List<JsonNode> pages(String path) {
        List<JsonNode> pages = new ArrayList<>();
        JsonNode page = get(path).json();
        pages.add(page);
        while (page.has("odata.nextLink")) {
            page = raw("GET", page.get("odata.nextLink").asText(), null, Map.of())
                    .json();
            pages.add(page);
        }
        return pages;
    }

    static String pool(String id, int nodes) {
        return """
                {"id":"%s","vmSize":"standard_d2s_v3","targetDedicatedNodes":%d,"taskSlotsPerNode":4,
                 "virtualMachineConfiguration":{"nodeAgentSKUId":"batch.node.ubuntu 22.04",
                 "imageReference":{"publisher":"canonical","offer":"0001-com-ubuntu-server-jammy","sku":"22_04-lts"}}}""".formatted(id, nodes);
    }

    static String job(String id, String poolId) {
        return "{\"id\":\"" + id + "\",\"poolInfo\":{\"poolId\":\"" + poolId + "\"}}";
    }

    static String task(String id) {
        return "{\"id\":\"" + id + "\",\"commandLine\":\"/bin/sh -c 'echo hello from " + id + "'\"}";
    }
}
