package example;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.junit.WithFakeAzure;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

// tag::test[]
@WithFakeAzure
class JobsServiceTest {

    @Test
    void jobs_areListed(FakeAzure azure) {
        BatchClient batch = BatchClient.builder()
                .accountUrl(azure.batch().url())
                .credential(Credential.environment(azure.environment()))
                .httpClient(azure.httpClient())
                .build();
        WebTestClient web = WebTestClient.bindToRouterFunction(JobsService.routes(batch)).build();

        web.get().uri("/jobs").exchange().expectStatus().isOk().expectBody();

        azure.batchRequests().operation("Job_List").status(200).hasCount(1);
    }
}
// end::test[]
