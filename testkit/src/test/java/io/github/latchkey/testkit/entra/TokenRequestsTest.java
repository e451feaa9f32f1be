package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenRequestsTest {

    private final FakeEntra entra = FakeEntra.start();
    private final EntraHttp http = new EntraHttp(entra);

    @AfterEach
    void close() {
        entra.close();
    }

    @Test
    void counted_areAssertedByTenantClientGrantScopeAndClaims() {
        http.appToken();
        Map<String, String> challenged = new HashMap<>(EntraHttp.appForm());
        challenged.put("claims", "{\"access_token\":{}}");
        http.token("contoso.example", challenged);

        TokenRequests requests = entra.tokenRequests();
        requests.hasCount(2)
                .client(entra.clientId())
                .grant("client_credentials")
                .hasCount(2);
        requests.tenant("CONTOSO.example").hasCount(1);
        requests.tenant(entra.tenantId()).claims("").hasCount(1);
        requests.scope(EntraHttp.BATCH_SCOPE).withClaims().hasCount(1);
        requests.claims("{\"access_token\":{}}").hasCountBetween(1, 1);
        requests.grant("password").hasNone();
    }

    @Test
    void hasCount_wrong_showsWhatWasCountedWithoutSecrets() {
        http.appToken();

        assertThatThrownBy(() -> entra.tokenRequests().grant("password").hasCount(1))
                .isInstanceOf(AssertionError.class)
                .hasMessage("token requests with grant password: expected 1, but there were 0; all token requests:\n  "
                        + entra.tenantId() + " " + entra.clientId() + " client_credentials ["
                        + EntraHttp.BATCH_SCOPE + "]: 1\nand the journal:\n  entra #1 POST /" + entra.tenantId()
                        + "/oauth2/v2.0/token -> 200");
        entra.reset();
        assertThatThrownBy(() -> entra.tokenRequests().hasCountBetween(2, 3))
                .hasMessage("token requests: expected 2 to 3, but there were 0; there were no token requests at all");
    }

    @Test
    void awaitCount_returnsWhenTheyHaveCome() {
        CompletableFuture<TokenRequests> waiting =
                CompletableFuture.supplyAsync(() -> entra.tokenRequests().awaitCount(2, Duration.ofSeconds(30)));
        http.appToken();
        http.appToken();

        waiting.join().hasCount(2);
        assertThatThrownBy(() -> entra.tokenRequests().awaitCount(3, Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("token requests: expected 3 within PT0S, but there were 2");
    }
}
