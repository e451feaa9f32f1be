package io.github.latchkey.samples.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.task.TaskCreate;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.batch.rbac.RoleDefinition;
import io.github.latchkey.testkit.junit.WithFakeAzure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** The examples of docs/guides/testkit-roles.md. */
@WithFakeAzure
class RolesGuideTest {

    private static final Path QUOTED = Path.of("src/test/resources/testkit");

    private final FakeAzure azure;
    private final BatchClient batch;

    RolesGuideTest(FakeAzure azure) {
        this.azure = azure;
        this.batch = BatchClient.builder()
                .accountUrl(azure.batch().url())
                .credential(Credential.environment(azure.environment()))
                .httpClient(azure.httpClient())
                .build();
    }

    private void runTheNightlyJob() {
        batch.jobs()
                .create(JobCreate.builder()
                        .id("nightly")
                        .poolInfo(PoolInformation.builder().poolId("p").build())
                        .build())
                .thenMany(batch.tasks("nightly")
                        .addAll(Flux.just(TaskCreate.builder()
                                .id("t")
                                .commandLine("/bin/true")
                                .build())))
                .then(batch.jobs().get("nightly"))
                .block();
    }

    @Test
    void role_isTheSmallestThatWouldDo(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("nightly-job.json");
        // tag::role[]
        runTheNightlyJob();

        RoleDefinition role = azure.neededPermissions()
                .role("Nightly job")
                .assignableAt("/subscriptions/11111111-2222-3333-4444-555555555555"); // yours
        Files.writeString(file, role.toJson());
        // end::role[]
        assertThat(file).hasSameTextualContentAs(QUOTED.resolve("nightly-job.json"));
        assertThat(azure.neededPermissions())
                .hasToString(Files.readString(QUOTED.resolve("needed.txt")).strip());
    }

    @Test
    void role_wider() {
        runTheNightlyJob();
        // tag::wider[]
        RoleDefinition role =
                azure.neededPermissions().role("Nightly job").withWildcards().describedAs("Runs the nightly job.");
        // end::wider[]
        assertThat(role.toJson()).contains("jobs/*", "Runs the nightly job.", "/resourceGroups/latchkey-test");
    }

    @Test
    void role_givenIsEnough_andNoMore() {
        // tag::assert[]
        runTheNightlyJob();

        azure.neededPermissions().areAllowedBy(BuiltInRoles.BATCH_JOB_SUBMITTER);
        // end::assert[]
        RoleDefinition ours = azure.neededPermissions().role("ours");
        // tag::assert[]
        azure.neededPermissions().useAllOf(ours);
        // end::assert[]
    }

    @Test
    void role_givenIsTooSmall_theMessageSaysWhy() throws IOException {
        runTheNightlyJob();

        String message = Files.readString(QUOTED.resolve("too-small.txt")).strip();
        assertThatThrownBy(() -> azure.neededPermissions().areAllowedBy(BuiltInRoles.BATCH_ACCOUNT_READER))
                .hasMessage(message);
    }

    @Test
    void roles_areEnforced() {
        // tag::enforced[]
        azure.batch()
                .access()
                .assign(BuiltInRoles.BATCH_ACCOUNT_READER, azure.entra().servicePrincipalId());

        assertThatThrownBy(this::runTheNightlyJob).hasMessageContaining("Microsoft.Batch/batchAccounts/jobs/write");
        // end::enforced[]
    }

    @Test
    void roles_onePrincipalAmongSeveral() {
        runTheNightlyJob();
        // tag::principal[]
        String service = azure.entra().servicePrincipalId();
        azure.neededPermissions().of(service).areAllowedBy(BuiltInRoles.BATCH_JOB_SUBMITTER);
        // end::principal[]
    }
}
