package io.github.latchkey.bench.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What does not wobble about the client: how many bytes a request allocates. Without the second compiler, whose escape
 * analysis would make it depend on how warm the JVM is; so the limits are above what the report shows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientGuardTest {

    private final CannedSite site;
    private ClientRounds client;

    ClientGuardTest() throws Exception {
        site = new CannedSite();
    }

    @BeforeAll
    void start() {
        client = new ClientRounds(
                site,
                List.of(Peer.LATCHKEY),
                1_000,
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                Duration.ofMinutes(1));
    }

    @AfterAll
    void end() throws Exception {
        client.close();
        site.close();
    }

    @ParameterizedTest
    @CsvSource({"LIST_PAGE, 215000", "ADD_COLLECTION, 320000", "GET, 22500"})
    void request_bytes_areNotMoreThanTheyWere(Scenario scenario, int allowed) throws Exception {
        client.round("run", scenario, 300);
        Map<Peer, JsonNode> used = client.round("run", scenario, 300);

        double bytes = requireNonNull(used.get(Peer.LATCHKEY)).get("bytes").asDouble() / 300;
        System.out.printf(Locale.ROOT, "%-14s %,9.0f B, allowed are %,d%n", scenario, bytes, allowed);
        assertThat(bytes)
                .as("%s allocates %,.0f B where %,d are allowed", scenario, bytes, allowed)
                .isLessThan(allowed);
    }
}
