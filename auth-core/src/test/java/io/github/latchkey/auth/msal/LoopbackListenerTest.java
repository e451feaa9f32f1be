package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackListenerTest {

    private final HttpClient browser = HttpClient.newHttpClient();
    private final LoopbackListener listener = open("http://localhost");
    private final CompletableFuture<Map<String, String>> answer = listener.answerTo("my state");

    @AfterEach
    void close() {
        listener.close();
    }

    private static LoopbackListener open(String redirectUri) {
        try {
            return LoopbackListener.open(URI.create(redirectUri));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void post_rightState_isTheAnswer() throws Exception {
        HttpResponse<String> page = post("code=a%2Bb&state=my+state");

        assertThat(answer.get(20, TimeUnit.SECONDS)).containsEntry("code", "a+b");
        assertThat(page.body()).contains("<html lang=\"en\">", "<title>You have signed in</title>");
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue("default-src 'none'");
    }

    @Test
    void get_rightState_isTheAnswer() throws Exception {
        get("?code=abc&state=my%20state");

        assertThat(answer.get(20, TimeUnit.SECONDS)).containsEntry("code", "abc");
    }

    @Test
    void post_error_isTheAnswerAndShownAsText() throws Exception {
        HttpResponse<String> page =
                post("error=access_denied&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E&state=my+state");

        assertThat(answer.get(20, TimeUnit.SECONDS)).containsEntry("error", "access_denied");
        assertThat(page.body())
                .contains("You have not signed in", "&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void stray_requests_changeNothing() throws Exception {
        assertThat(post("code=stolen&state=other").statusCode()).isEqualTo(400);
        assertThat(get("").statusCode()).isEqualTo(400);
        assertThat(get("favicon.ico").statusCode()).isEqualTo(404);
        assertThat(post("code=broken&state=%zz").statusCode()).isEqualTo(400);

        assertThat(answer).isNotDone();
        assertThat(post("code=mine&state=my+state").statusCode()).isEqualTo(200);
        assertThat(answer.get(20, TimeUnit.SECONDS)).containsEntry("code", "mine");
    }

    @Test
    void post_whileAnotherConnectionStalls_isTheAnswer() throws Exception {
        try (Socket stalled = new Socket("localhost", listener.redirectUri().getPort())) {
            stalled.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\ncode="
                            .getBytes(StandardCharsets.US_ASCII));
            stalled.getOutputStream().flush();

            var unused = browser.sendAsync(request("code=mine&state=my+state"), BodyHandlers.discarding());

            assertThat(answer.get(20, TimeUnit.SECONDS)).containsEntry("code", "mine");
        }
    }

    @Test
    void close_nobodyCame_endsTheWait() {
        listener.close();

        assertThat(answer).isCancelled();
    }

    @Test
    void open_takenPort_isAnErrorAndFreeAfterClose() {
        String taken = "http://localhost:" + listener.redirectUri().getPort() + "/signed-in";

        assertThatThrownBy(() -> LoopbackListener.open(URI.create(taken))).isInstanceOf(BindException.class);
        listener.close();
        assertThatThrownBy(() -> get("")).isInstanceOf(ConnectException.class);
        LoopbackListener second = open(taken);
        assertThat(second.redirectUri()).hasToString(taken);
        second.close();
    }

    private HttpResponse<String> get(String rest) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(address(rest)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String form) throws IOException, InterruptedException {
        return browser.send(request(form), BodyHandlers.ofString());
    }

    private HttpRequest request(String form) {
        return HttpRequest.newBuilder(address(""))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
    }

    private URI address(String rest) {
        return URI.create("http://localhost:" + listener.redirectUri().getPort() + "/" + rest);
    }
}
