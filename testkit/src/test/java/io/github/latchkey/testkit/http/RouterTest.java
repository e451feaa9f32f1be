package io.github.latchkey.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private final Router router = Router.builder()
            .route("GET", "/{tenant}/oauth2/{rest...}", echo("rest"))
            .route("POST", "/{tenant}/oauth2/token", echo("tenant"))
            .route("GET", "/common/discovery/instance", request -> ServerResponse.text(200, "instance"))
            .route("GET", "/{tenant}/discovery/{what}", echo("what"))
            .build();

    @ParameterizedTest
    @CsvSource({
        "POST, /contoso/oauth2/token,           200, contoso",
        "POST, /Contoso/OAuth2/TOKEN,           200, Contoso",
        "POST, /a%20b/oauth2/token/,            200, a b",
        "POST, /a+b/oauth2/token?x=/y,          200, a+b",
        "GET,  /contoso/oauth2/v2.0/authorize,  200, v2.0/authorize",
        "GET,  /common/discovery/instance,      200, instance",
        "GET,  /contoso/discovery/keys,         200, keys",
        "HEAD, /contoso/discovery/keys,         200, keys",
        "POST, /contoso/discovery/keys,         405, Method Not Allowed",
        "GET,  /nothing,                        404, Not Found"
    })
    void handle_request_choosesTheMostSpecificRoute(String method, String target, int status, String body) {
        ServerResponse response = router.handle(request(method, target));

        assertThat(response.status()).isEqualTo(status);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void handle_wrongMethod_namesTheAllowedOnes() {
        ServerResponse response = router.handle(request("DELETE", "/contoso/oauth2/token"));

        assertThat(response.headers().text("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void route_restInTheMiddle_isRefused() {
        assertThatThrownBy(() -> Router.builder().route("GET", "/{all...}/x", echo("all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/{all...}/x");
    }

    private static Handler echo(String parameter) {
        return request -> ServerResponse.text(200, request.pathParameter(parameter));
    }

    private static ServerRequest request(String method, String target) {
        return new ServerRequest(1, Instant.EPOCH, method, "https://localhost", target, Fields.none(), new byte[0]);
    }
}
