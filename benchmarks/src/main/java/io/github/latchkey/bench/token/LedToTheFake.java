package io.github.latchkey.bench.token;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Map;

/** Leads the peers' requests for {@code login.microsoftonline.com} to a fake, with their usual HTTP stack. */
final class LedToTheFake {

    private LedToTheFake() {}

    /** The vendor's pipeline on reactor-netty, as it comes by default. */
    static HttpClient azure(FakeEntra entra) {
        HttpClient netty = new NettyAsyncHttpClientBuilder(entra.httpClient()).build();
        return request -> netty.send(request.setUrl(led(request.getUrl(), entra)));
    }

    /** A blocking client for the protocol library, as its documentation shows one. */
    static IHttpClient msal(FakeEntra entra) {
        java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .sslContext(entra.trust().sslContext())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return request -> send(client, request, entra);
    }

    private static HttpResponse send(java.net.http.HttpClient client, HttpRequest request, FakeEntra entra)
            throws Exception {
        java.net.http.HttpRequest.Builder led = java.net.http.HttpRequest.newBuilder(
                        led(request.url(), entra).toURI())
                .method(
                        request.httpMethod().name(),
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                                request.body() == null ? "" : request.body()));
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            led.header(header.getKey(), header.getValue());
        }
        java.net.http.HttpResponse<String> answer =
                client.send(led.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
        HttpResponse response = new HttpResponse();
        response.statusCode(answer.statusCode());
        response.addHeaders(answer.headers().map());
        response.body(answer.body());
        return response;
    }

    private static URL led(URL url, FakeEntra entra) {
        URI fake = entra.authorityHost();
        try {
            return new URL(fake.getScheme(), fake.getHost(), fake.getPort(), url.getFile());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
