package io.github.latchkey.samples.webflux;

import static io.github.latchkey.testkit.batch.FakeBatch.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

// tag::test[]
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient
class NightlyApplicationTest {

    private static final FakeAzure AZURE = FakeAzure.start();

    @Autowired
    private WebTestClient web;

    @DynamicPropertySource
    static void azure(DynamicPropertyRegistry properties) {
        AZURE.environment().forEach((name, value) -> properties.add(name, () -> value));
        properties.add("spring.ssl.bundle.pem.azure.truststore.certificate", AZURE.trust()::certificatePem);
    }

    @BeforeEach
    void reset() {
        AZURE.reset();
    }

    @AfterAll
    static void close() {
        AZURE.close();
    }

    @Test
    void start_addsTheJobAndItsTasks() {
        web.put()
                .uri("/nights/friday?tasks=250")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .isEmpty();

        web.get()
                .uri("/nights/friday")
                .exchange()
                .expectBody()
                .jsonPath("$.active")
                .isEqualTo(250);
        AZURE.batchRequests().operation("Task_AddCollection").hasCount(3);
    }
    // end::test[]

    @Test
    void progress_unknownNight_isNotFound() {
        web.get().uri("/nights/someday").exchange().expectStatus().isNotFound().expectBody();
    }

    @Test
    void start_batchIsBusyOnce_isTriedAgain() {
        // tag::fault[]
        AZURE.batch().faults().on(operation("Job_Add")).first(1).respondStatus(503);

        web.put()
                .uri("/nights/friday?tasks=1")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .isEmpty();

        AZURE.batchRequests().operation("Job_Add").hasCount(2);
        // end::fault[]
    }

    @Test
    void manyRequests_needOneToken() {
        for (int i = 0; i < 5; i++) {
            web.get()
                    .uri("/nights/friday")
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectBody();
        }

        assertThat(AZURE.tokenRequests().count()).as("a kept token serves all").isLessThanOrEqualTo(1);
    }

    @Test
    void start_needsNoMoreThanAJobSubmitter() {
        web.put()
                .uri("/nights/friday?tasks=1")
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .isEmpty();

        AZURE.neededPermissions().areAllowedBy(BuiltInRoles.BATCH_JOB_SUBMITTER);
    }
    // tag::test[]
}
// end::test[]
