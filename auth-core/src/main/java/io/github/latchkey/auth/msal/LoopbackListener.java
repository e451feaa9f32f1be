package io.github.latchkey.auth.msal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where the browser brings the answer: a socket on this machine that is open as long as somebody waits. Only the answer
 * with the right state counts (RFC 6749, section 10.12); whatever else comes by is refused and changes nothing.
 */
final class LoopbackListener implements AutoCloseable {

    /** An answer of Entra ID has a few kilobytes. */
    private static final int LARGEST = 64 * 1024;

    /** Whoever connects and then says nothing more holds one of them, and must not hold up the browser. */
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final URI redirectUri;
    private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();

    private LoopbackListener(HttpServer server, ExecutorService threads, URI redirectUri) {
        this.server = server;
        this.threads = threads;
        this.redirectUri = redirectUri;
    }

    /** Listens where a redirect URI says, on any free port when it names none. */
    static LoopbackListener open(URI redirectUri) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(redirectUri.getHost(), Math.max(0, redirectUri.getPort())), 0);
        try {
            URI actual = new URI(
                    "http",
                    null,
                    redirectUri.getHost(),
                    server.getAddress().getPort(),
                    redirectUri.getPath(),
                    redirectUri.getQuery(),
                    null);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS, LoopbackListener::thread);
            server.setExecutor(threads);
            server.start();
            return new LoopbackListener(server, threads, actual);
        } catch (URISyntaxException e) {
            server.stop(0);
            throw new IOException("the redirect URI cannot be used", e);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "latchkey-loopback");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the redirect URI with the port that was taken. */
    URI redirectUri() {
        return redirectUri;
    }

    /** Returns the parameters of the answer to the request with a state, as soon as the browser brings them. */
    CompletableFuture<Map<String, String>> answerTo(String state) {
        server.createContext("/", exchange -> handle(exchange, state));
        return answer;
    }

    private void handle(HttpExchange exchange, String state) throws IOException {
        Map<String, String> parameters;
        try (exchange) {
            if (!path(exchange.getRequestURI()).equals(path(redirectUri))) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            parameters = parameters(exchange);
            if (!state.equals(parameters.get("state"))) {
                send(exchange, 400, AnswerPage.stray());
                return;
            }
            send(exchange, 200, AnswerPage.of(parameters));
        }
        answer.complete(parameters);
    }

    private static String path(URI address) {
        String path = address.getPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    private static Map<String, String> parameters(HttpExchange exchange) throws IOException {
        String text = exchange.getRequestMethod().equals("POST")
                ? new String(exchange.getRequestBody().readNBytes(LARGEST), StandardCharsets.UTF_8)
                : exchange.getRequestURI().getRawQuery();
        Map<String, String> parameters = new HashMap<>();
        try {
            for (String pair : text == null ? new String[0] : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            return parameters;
        } catch (IllegalArgumentException notAForm) {
            return Map.of();
        }
    }

    private static void send(HttpExchange exchange, int status, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Frees the port. The page that was sent last still arrives. A second call does nothing. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        answer.cancel(false); // nobody waits for it, or it is there already
    }
}
