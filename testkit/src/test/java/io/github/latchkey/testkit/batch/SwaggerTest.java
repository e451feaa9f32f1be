package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.time.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls every operation, in success and in failure, and holds each answer against the published specification. */
class SwaggerTest {

    private final TestClock clock = TestClock.frozen();
    private final List<String> faults = new ArrayList<>();

    @Test
    void everyOperation_successAndErrors_answerAsSpecified() throws IOException {
        Optional<Swagger> found = Swagger.find();
        assumeThat(found)
                .as("the published specification lies beside the project")
                .isPresent();
        Swagger swagger = found.orElseThrow();
        for (boolean strings : new boolean[] {true, false}) {
            run(swagger, strings);
        }
        System.out.println("answers checked against the specification: " + swagger.checked()
                + ", operations in success: " + swagger.seen().size() + ", in failure: "
                + swagger.failed().size());
        assertThat(faults).isEmpty();
        assertThat(swagger.seen()).isEqualTo(swagger.routes().keySet());
        assertThat(swagger.failed()).isEqualTo(swagger.routes().keySet());
    }

    private void run(Swagger swagger, boolean quirky) {
        BatchQuirks quirks = BatchQuirks.builder()
                .longsAsStrings(quirky)
                .capitalizedOutcomes(quirky)
                .build();
        try (FakeEntra entra = FakeEntra.builder()
                        .clock(clock)
                        .tokenLifetime(Duration.ofDays(300))
                        .start();
                FakeBatch batch = Tour.prepare(FakeBatch.builder())
                        .issuer(entra)
                        .clock(clock)
                        .quirks(quirks)
                        .start()) {
            BatchCalls calls = BatchCalls.withToken(batch, entra);
            errors(swagger, calls);
            new Tour(batch, calls, (id, answer) -> faults.addAll(swagger.check(id, answer))).all();
        }
    }

    /** Every operation on what is not there, or with an option that is not valid. */
    private void errors(Swagger swagger, BatchCalls calls) {
        swagger.routes().forEach((id, route) -> {
            String[] words = route.split(" ", 2);
            String path = words[1].replaceAll("\\{[A-Za-z]+}", "none");
            boolean writes = List.of("POST", "PUT", "PATCH").contains(words[0]);
            String suffix = path.contains("none") ? "" : "?maxresults=0&starttime=never";
            faults.addAll(swagger.check(
                    id, calls.call(words[0], path + suffix, writes ? "{\"unknown\":1}" : null, Map.of())));
        });
    }
}
