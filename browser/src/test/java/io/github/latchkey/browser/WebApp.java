package io.github.latchkey.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.latchkey.testkit.http.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A web application: browsers come back to it, by whatever way it has asked for. */
final class WebApp implements AutoCloseable {

    /** Brings what stands behind the address's hash to the server, as such applications do. */
    private static final String PAGE = "<!DOCTYPE html><html lang=\"en\"><title>Back</title><h1>You are back</h1>"
            + "<script>if (location.hash) fetch('/fragment', {method: 'POST', body: location.hash.substring(1)})</script>";

    private final HttpServer server;
    private final BlockingQueue<Fields> answers = new LinkedBlockingQueue<>();

    WebApp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI redirectUri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/signed-in");
    }

    /** The next answer of Entra ID that a browser brings. */
    Fields answer() throws InterruptedException {
        Fields answer = answers.poll(20, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no browser has come back");
        }
        return answer;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getRawQuery();
            Fields parameters =
                    Fields.parse(exchange.getRequestMethod().equals("POST") || query == null ? body : query);
            byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            if (parameters.has("code") || parameters.has("error")) {
                answers.add(parameters);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
