package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.JobProgress;
import io.github.latchkey.batch.model.ImageReference;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.model.TaskState;
import io.github.latchkey.batch.model.VirtualMachineConfiguration;
import io.github.latchkey.batch.node.ComputeNodeDeallocateOption;
import io.github.latchkey.batch.node.ComputeNodeState;
import io.github.latchkey.batch.pool.Pool;
import io.github.latchkey.batch.pool.PoolCreate;
import io.github.latchkey.batch.task.Task;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskCreate;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** The client against a service that checks tokens and signatures, pages, runs tasks and knows its states, over TLS. */
@NullUnmarked // a null where none should be is a failed test
class WholeServiceTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Polling OFTEN = Polling.builder()
            .interval(Duration.ofMillis(5), Duration.ofMillis(50))
            .timeout(SOON)
            .build();

    private final FakeEntra entra = FakeEntra.start();
    private final FakeBatch fake = FakeBatch.builder().issuer(entra).start();

    @AfterEach
    void close() {
        fake.close();
        entra.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void job_fromItsPoolToItsOutput_withEitherWayToSign(boolean sharedKey) {
        BatchClient client = sharedKey ? keyed() : signedIn();
        makePool(client);

        Pool pool = client.pools().awaitSteady("p", OFTEN).blockLast(SOON);
        assertThat(pool.currentDedicatedNodes()).isEqualTo(2);
        assertThat(client.nodes("p").awaitReady(2, OFTEN).blockLast(SOON)).hasSize(2);
        makeJob(client);
        List<TaskAddOutcome> outcomes =
                client.tasks("j").addAll(tasks(250)).collectList().block(SOON);
        assertThat(outcomes).hasSize(250).allMatch(TaskAddOutcome::isPresent);

        JobProgress end = client.jobs().awaitTasks("j", OFTEN).blockLast(SOON);
        assertThat(end.finished()).isTrue();
        assertThat(end.succeeded()).isEqualTo(250);
        Task task = client.tasks("j").awaitCompleted("t7", OFTEN).blockLast(SOON);
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(client.tasks("j")
                        .list(ListOptions.builder()
                                .filter(Filter.where("state").eq(TaskState.COMPLETED))
                                .select("id", "state")
                                .maxResults(100)
                                .build())
                        .map(Task::id)
                        .distinct()
                        .count()
                        .block(SOON))
                .as("pages whose links are signed too")
                .isEqualTo(250);
        String text = client.files().ofTask("j", "t7").text("stdout.txt").block(SOON);
        String followed = client.files()
                .ofTask("j", "t7")
                .follow("stdout.txt", OFTEN)
                .map(WholeServiceTest::text)
                .reduce("", String::concat)
                .block(SOON);
        assertThat(followed).isEqualTo(text);

        client.jobs().terminate("j", "enough").block(SOON);
        Job job = client.jobs().awaitCompleted("j", OFTEN).blockLast(SOON);
        assertThat(job.executionInfo().terminateReason()).isEqualTo("enough");
        client.jobs().delete("j").block(SOON);
        client.pools().delete("p").block(SOON);
        client.close().block(SOON);
        assertThat(entra.tokenRequests().count()).isEqualTo(sharedKey ? 0 : 1);
    }

    @Test
    void patch_withTheVersionOfSomebodyElse_meetsItsCondition() {
        BatchClient client = keyed();
        makePool(client);

        RequestOptions stale = RequestOptions.when(Conditions.ifMatch("0x0"));
        assertThatThrownBy(() -> client.pools().delete("p", stale).block(SOON))
                .isInstanceOf(BatchConditionNotMetException.class);
        // A pool that still grows is another version from one moment to the next.
        Pool pool = client.pools().awaitSteady("p", OFTEN).blockLast(SOON);
        RequestOptions current = RequestOptions.when(Conditions.ifNoneMatch(pool.eTag()));
        assertThatThrownBy(() -> client.pools().get("p", current).block(SOON))
                .isInstanceOfSatisfying(
                        BatchConditionNotMetException.class,
                        error -> assertThat(error.status()).isEqualTo(304));
    }

    @Test
    void wait_forWhatWillNotCome_endsWithAReason() {
        BatchClient client = keyed();

        assertThatThrownBy(() -> client.jobs().awaitTasks("nowhere", OFTEN).blockLast(SOON))
                .isInstanceOf(BatchNotFoundException.class);
        assertThatThrownBy(() -> client.nodes("nowhere").awaitReady(1, OFTEN).blockLast(SOON))
                .isInstanceOf(BatchNotFoundException.class);
    }

    @Test
    void tokens_thousandRefusedAtOnce_costOneNewToken() {
        BatchClient client = signedIn();
        client.jobs().list().blockLast(SOON);
        entra.tokenRequests().hasCount(1);
        entra.rollOverKeys();
        entra.retireOldKeys(); // the token that the client has is signed with a key that nobody knows any more

        assertThat(Flux.range(0, 1000)
                        .flatMap(i -> client.jobs().list().count(), 1000)
                        .reduce(0L, Long::sum)
                        .block(SOON))
                .isZero();

        entra.tokenRequests().hasCount(2);
        client.close().block(SOON);
    }

    @Test
    void tokens_revoked_areReplacedByOnesForTheClaimsOfTheChallenge() {
        TokenProvider provider = TokenProvider.builder(
                        EntraClient.builder()
                                .httpClient(entra.httpClient())
                                .clientCapabilities("CP1") // only such clients get tokens that can be revoked
                                .build()
                                .source(credential()),
                        TokenRequest.forScopes(Cloud.PUBLIC.batchScope()))
                .build();
        BatchClient client = BatchClient.builder()
                .accountUrl(fake.url())
                .tokenProvider(provider)
                .httpClient(entra.httpClient())
                .build();
        client.jobs().list().blockLast(SOON);
        entra.revokeTokens(entra.servicePrincipalId());

        client.jobs().list().blockLast(SOON);

        entra.tokenRequests().hasCount(2);
        client.close().block(SOON);
        provider.dispose();
    }

    @Test
    void nodes_deallocatedAndStarted_goAndComeBack() {
        BatchClient client = BatchClient.builder()
                .accountUrl(fake.url())
                .sharedKey(fake.accountName(), fake.accountKey())
                .httpClient(fake.httpClient())
                .serviceVersion(ServiceVersion.V2025_06_01)
                .build();
        makePool(client);
        String node =
                client.nodes("p").awaitReady(2, OFTEN).blockLast(SOON).get(0).id();

        client.nodes("p")
                .deallocate(node, ComputeNodeDeallocateOption.TERMINATE)
                .block(SOON);
        await(client, node, ComputeNodeState.DEALLOCATED);
        client.nodes("p").start(node).block(SOON);
        await(client, node, ComputeNodeState.IDLE);
        client.close().block(SOON);
    }

    private static void await(BatchClient client, String node, ComputeNodeState state) {
        client.nodes("p")
                .get(node)
                .repeatWhen(asked -> asked.delayElements(Duration.ofMillis(5)))
                .takeUntil(seen -> state.equals(seen.state()))
                .blockLast(SOON);
    }

    @Test
    void key_thatIsWrong_isRefused() {
        BatchClient wrong = BatchClient.builder()
                .accountUrl(fake.url())
                .sharedKey(fake.accountName(), "d3Jvbmc=")
                .httpClient(fake.httpClient())
                .build();

        assertThatThrownBy(() -> wrong.jobs().list().blockLast(SOON))
                .isInstanceOfSatisfying(
                        BatchAuthenticationException.class,
                        error -> assertThat(error.values()).containsKey("AuthenticationErrorDetail"));
        fake.journal().select().operation("Job_List").hasCount(1);
    }

    private BatchClient keyed() {
        return BatchClient.builder()
                .accountUrl(fake.url())
                .sharedKey(fake.accountName(), fake.accountKey())
                .httpClient(fake.httpClient())
                .build();
    }

    private BatchClient signedIn() {
        return BatchClient.builder()
                .accountUrl(fake.url())
                .credential(credential())
                .httpClient(entra.httpClient())
                .build();
    }

    private Credential credential() {
        return Credential.clientSecret()
                .cloud(Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource()))
                .tenantId(entra.tenantId())
                .clientId(entra.clientId())
                .clientSecret(entra.clientSecret())
                .build();
    }

    private static void makePool(BatchClient client) {
        client.pools()
                .create(PoolCreate.builder()
                        .id("p")
                        .vmSize("STANDARD_D2S_V3")
                        .targetDedicatedNodes(2)
                        .taskSlotsPerNode(4)
                        .virtualMachineConfiguration(VirtualMachineConfiguration.builder()
                                .imageReference(ImageReference.builder()
                                        .publisher("canonical")
                                        .offer("0001-com-ubuntu-server-jammy")
                                        .sku("22_04-lts")
                                        .build())
                                .nodeAgentSKUId("batch.node.ubuntu 22.04")
                                .build())
                        .build())
                .block(SOON);
    }

    private static void makeJob(BatchClient client) {
        client.jobs()
                .create(JobCreate.builder()
                        .id("j")
                        .poolInfo(PoolInformation.builder().poolId("p").build())
                        .build())
                .block(SOON);
    }

    private static Flux<TaskCreate> tasks(int count) {
        return Flux.range(0, count)
                .map(i -> TaskCreate.builder()
                        .id("t" + i)
                        .commandLine("/bin/sh -c 'echo " + i + "'")
                        .build());
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }
}
