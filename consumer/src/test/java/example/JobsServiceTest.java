package example;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.junit.BatchUrl;
import io.github.latchkey.testkit.junit.WithFakeAzure;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.netty.http.client.HttpClient;

// tag::test[]
@WithFakeAzure
class JobsServiceTest {

    @Test
    void jobs_areListed(FakeAzure azure, @BatchUrl URI account, Credential credential, HttpClient http) {
        BatchClient batch = BatchClient.builder()
                .accountUrl(account)
                .credential(credential)
                .httpClient(http)
                .build();
        WebTestClient web = WebTestClient.bindToRouterFunction(JobsService.routes(batch)).build();

        batch.jobs().create(nightly()).block();

        web.get().uri("/jobs").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("nightly\n");

        azure.batchRequests().operation("Job_List").status(200).hasCount(1);
    }

    private static JobCreate nightly() {
        return JobCreate.builder()
                .id("nightly")
                .poolInfo(PoolInformation.builder().poolId("p").build())
                .build();
    }
}
// end::test[]
