package io.github.latchkey.testkit.entra;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** A plain client for the fake: forms there, JSON back. */
final class EntraHttp {

    static final String BATCH_SCOPE = "https://batch.core.windows.net//.default";
    static final String BATCH = "https://batch.core.windows.net/";

    private final FakeEntra entra;
    private final HttpClient client;

    EntraHttp(FakeEntra entra) {
        this.entra = entra;
        this.client = HttpClient.newBuilder()
                .sslContext(entra.trust().sslContext())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Posts a form to the version 2 token endpoint of a tenant. */
    Reply token(String tenant, Map<String, String> form) {
        return post("/" + tenant + "/oauth2/v2.0/token", form);
    }

    /** Asks for an application's token with the default secret, version 2. */
    Reply appToken() {
        return token(entra.tenantId(), appForm());
    }

    static Map<String, String> appForm() {
        return Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                FakeEntra.DEFAULT_CLIENT_ID,
                "client_secret",
                FakeEntra.DEFAULT_CLIENT_SECRET,
                "scope",
                BATCH_SCOPE);
    }

    Reply post(String path, Map<String, String> form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(form)));
        return send(request, headers);
    }

    Reply get(String path, String... headers) {
        return send(HttpRequest.newBuilder(resolve(path)), headers);
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private URI resolve(String path) {
        return path.startsWith("http") ? URI.create(path) : URI.create(entra.authorityHost() + path);
    }

    private Reply send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Reply(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    record Reply(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return Json.read(response.body());
        }

        String field(String name) {
            return json().path(name).asText("");
        }

        Jwt jwt(String name) {
            return Jwt.parse(field(name))
                    .orElseThrow(() -> new AssertionError("no token in " + name + ": " + response.body()));
        }
    }
}
