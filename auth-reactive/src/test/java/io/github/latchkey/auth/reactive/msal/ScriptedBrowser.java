package io.github.latchkey.auth.reactive.msal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.IHttpClient;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Does what a browser and its user do, over HTTP and without showing anything. Whatever is addressed to Entra ID's real
 * host comes to the fake.
 */
final class ScriptedBrowser {

    private final FakeEntra entra;
    private final HttpClient http;

    ScriptedBrowser(FakeEntra entra) {
        this.entra = entra;
        this.http =
                HttpClient.newBuilder().sslContext(entra.trust().sslContext()).build();
    }

    /**
     * Returns an HTTP client for MSAL4J that leads to the fake as well; the cache of MSAL4J needs the real host name.
     */
    IHttpClient msalClient() {
        return request -> {
            HttpRequest.Builder copy = HttpRequest.newBuilder(
                            URI.create(entra.authorityHost() + request.url().getFile()))
                    .method(
                            request.httpMethod().name(),
                            request.body() == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(request.body()));
            request.headers().forEach(copy::header);
            HttpResponse<String> answer = http.send(copy.build(), BodyHandlers.ofString());
            com.microsoft.aad.msal4j.HttpResponse response = new com.microsoft.aad.msal4j.HttpResponse()
                    .statusCode(answer.statusCode())
                    .body(answer.body());
            response.addHeaders(answer.headers().map());
            return response;
        };
    }

    /** Opens a page, signs the default user in, and returns where the browser ends up. */
    URI signIn(URI page) {
        try {
            HttpResponse<String> form = http.send(
                    HttpRequest.newBuilder(
                                    URI.create(entra.authorityHost() + page.getRawPath() + "?" + page.getRawQuery()))
                            .build(),
                    BodyHandlers.ofString());
            HttpResponse<String> answer = post(
                    action(form),
                    Map.of(
                            "action",
                            "sign-in",
                            "username",
                            FakeEntra.DEFAULT_USER_NAME,
                            "password",
                            FakeEntra.DEFAULT_USER_PASSWORD));
            String location = answer.headers().firstValue("Location").orElse(null);
            if (location != null) {
                return URI.create(location);
            }
            // A page that posts itself on.
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher field =
                    Pattern.compile("name=\"([^\"]+)\" value=\"([^\"]*)\"").matcher(answer.body());
            while (field.find()) {
                fields.put(field.group(1), field.group(2));
            }
            return post(action(answer), fields).uri();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends the browser from a page back to the program, with something other than a code. */
    void comeBack(URI page, String answer) {
        Fields asked = Fields.parse(page.getRawQuery());
        try {
            http.send(
                    HttpRequest.newBuilder(URI.create(
                                    asked.text("redirect_uri") + "?" + answer + "&state=" + asked.text("state")))
                            .build(),
                    BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns a new access token for a form that the token endpoint accepts. */
    String token(String form) {
        try {
            String answer = http.send(
                            HttpRequest.newBuilder(URI.create(entra.authority() + "/oauth2/v2.0/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            Matcher token =
                    Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
            assertThat(token.find()).as(answer).isTrue();
            return token.group(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static URI action(HttpResponse<String> page) {
        Matcher form = Pattern.compile("action=\"([^\"]+)\"").matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        return page.uri().resolve(form.group(1).replace("&amp;", "&"));
    }

    private HttpResponse<String> post(URI target, Map<String, String> fields) throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }
}
