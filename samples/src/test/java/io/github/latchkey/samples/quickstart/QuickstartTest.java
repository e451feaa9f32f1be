package io.github.latchkey.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The main job, from the client secret to the deleted pool. */
class QuickstartTest {

    @Test
    void run_withoutVariables_doesTheWholeJobOnTheFakes() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Quickstart.run(Map.of(), new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Signed in")
                .contains("Added 300 tasks")
                .contains("300 of 300 tasks done")
                .contains("Output of task-1:")
                .contains("Jobs in the account: [quickstart-")
                .contains("Deleted the job and the pool")
                .contains("Entra ID saw one request for a token.");
    }

    @Test
    void run_someVariables_saysWhichAreMissing() {
        assertThatThrownBy(() -> Quickstart.run(Map.of("AZURE_TENANT_ID", "contoso.com"), System.out))
                .hasMessageContaining("AZURE_CLIENT_SECRET")
                .hasMessageContaining("BATCH_ACCOUNT_URL");
    }
}
