package io.github.latchkey.bench.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.bench.token.TokenStormBenchmark.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What does not wobble about a storm: how many requests it makes, and that nobody is left or failed without need. */
class StormGuardTest {

    private static final int SUBSCRIBERS = 1_000;

    @Test
    void storms_requests_areAsFewAsCanBe() throws Exception {
        Map<String, Result> storms = TokenStormBenchmark.ours(SUBSCRIBERS);

        Map<String, Long> requests = new LinkedHashMap<>();
        storms.forEach((endpoint, result) -> requests.put(endpoint, result.requests()));
        Map<String, Long> allowed = new LinkedHashMap<>();
        TokenStormBenchmark.ENDPOINTS.forEach(
                endpoint -> allowed.put(endpoint, endpoint.equals(TokenStormBenchmark.FAILS_ONCE) ? 2L : 1L));
        System.out.println("Requests of " + SUBSCRIBERS + " subscribers: " + requests + ", allowed are " + allowed);
        assertThat(requests).isEqualTo(allowed);
        storms.forEach((endpoint, result) -> assertThat(result.errors())
                .as("errors when the endpoint %s", endpoint)
                .isEqualTo(endpoint.equals(TokenStormBenchmark.REFUSES) ? SUBSCRIBERS : 0));
    }
}
