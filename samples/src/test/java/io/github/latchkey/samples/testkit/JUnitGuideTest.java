package io.github.latchkey.samples.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchPermissionException;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.testkit.ClientCredentials;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.junit.BatchUrl;
import io.github.latchkey.testkit.junit.FakeAzureExtension;
import io.github.latchkey.testkit.junit.FakeAzureSetup;
import io.github.latchkey.testkit.junit.WithFakeAzure;
import io.github.latchkey.testkit.junit.WithFakeAzure.Lifetime;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.netty.http.client.HttpClient;

/** The examples of docs/guides/testkit-junit.md. */
class JUnitGuideTest {

    private static BatchClient client(FakeAzure azure) {
        return BatchClient.builder()
                .accountUrl(azure.batch().url())
                .credential(Credential.environment(azure.environment()))
                .httpClient(azure.httpClient())
                .maxAttempts(1)
                .build();
    }

    private static JobCreate job(String id) {
        return JobCreate.builder()
                .id(id)
                .poolInfo(PoolInformation.builder().poolId("p").build())
                .build();
    }

    @Test
    void junit_isTheOldestThatTheGuidePromises() {
        assertThat(ExtensionContext.class.getPackage().getImplementationVersion())
                .startsWith("5.13.");
    }

    // tag::parameters[]
    @Nested
    @WithFakeAzure
    class Parameters {

        private final FakeAzure azure;

        Parameters(FakeAzure azure) { // the same fakes as the test gets
            this.azure = azure;
        }

        @Test
        void everythingThatAProgramNeeds(
                FakeEntra entra,
                FakeBatch batch,
                @BatchUrl URI accountUrl,
                Credential credential,
                ClientCredentials credentials,
                HttpClient httpClient) {
            BatchClient client = BatchClient.builder()
                    .accountUrl(accountUrl)
                    .credential(credential)
                    .httpClient(httpClient)
                    .build();

            client.jobs().create(job("j")).block();

            assertThat(credentials.tokenEndpoint().toString())
                    .startsWith(entra.authority().toString());
            // end::parameters[]
            assertThat(batch).isSameAs(azure.batch());
            assertThat(httpClient).isSameAs(azure.httpClient());
            // tag::parameters[]
        }
    }
    // end::parameters[]

    // tag::described[]
    @Nested
    @WithFakeAzure(ReadersOnly.class)
    class Described {

        @Test
        void create_withoutTheRight_isRefused(FakeAzure azure) {
            assertThatThrownBy(() -> client(azure).jobs().create(job("j")).block())
                    .isInstanceOf(BatchPermissionException.class);
        }
    }

    static class ReadersOnly implements FakeAzureSetup {

        @Override
        public void describe(FakeAzure.Builder azure) {
            azure.prepare(fakes -> fakes.batch()
                    .access()
                    .assign(BuiltInRoles.BATCH_ACCOUNT_READER, fakes.entra().servicePrincipalId()));
        }
    }
    // end::described[]

    @Nested
    class InAField {

        // tag::field[]
        @RegisterExtension
        static final FakeAzureExtension FAKES = FakeAzureExtension.describedBy(
                azure -> azure.batch("first", batch -> {}).batch("second", batch -> {}));
        // end::field[]

        @Test
        void accounts_areTwo(FakeAzure azure) {
            assertThat(azure.accounts()).hasSize(2);
        }
    }

    // tag::shared[]
    @Nested
    @WithFakeAzure(lifetime = Lifetime.CLASS)
    class Shared {

        @Test
        void first_startsWithAnEmptyAccount(FakeAzure azure) {
            client(azure).jobs().create(job("j")).block();
        }

        @Test
        void second_startsWithAnEmptyAccountToo(FakeAzure azure) {
            client(azure).jobs().create(job("j")).block();
        }
    }
    // end::shared[]

    @Nested
    @WithFakeAzure
    class Seen {

        @Test
        void whatHasHappened_isAssertedAndAwaited(FakeAzure azure) {
            BatchClient batch = client(azure);
            batch.jobs().create(job("j")).block();
            batch.jobs().list().then().block();

            // tag::seen[]
            azure.tokenRequests().grant("client_credentials").hasCount(1);
            azure.batchRequests().operation("Job_Add").status(201).hasCount(1);
            azure.batchRequests().to("DELETE", "/jobs/{jobId}").hasNone();

            azure.batchRequests().operation("Job_List").awaitCount(1, Duration.ofSeconds(10));
            // end::seen[]
        }
    }

    @Test
    void withoutJUnit() {
        // tag::plain[]
        try (FakeAzure azure = FakeAzure.builder()
                .seed(42)
                .batch(batch -> batch.application("blender", "4.2"))
                .start()) {
            client(azure).applications().list().then().block();
        }
        // end::plain[]
    }
}
