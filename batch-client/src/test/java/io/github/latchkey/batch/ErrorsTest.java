package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.JobPatch;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskCreate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

@NullUnmarked // a null where none should be is a failed test
class ErrorsTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.builder(server)
            .tokenSupplier(() -> Mono.just("t0ken"))
            .maxAttempts(1)
            .build();

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidQueryParameterValue, BatchInvalidInputException, false",
        "400, InvalidAuthenticationInfo, BatchAuthenticationException, false",
        "401, AuthenticationFailed, BatchAuthenticationException, false",
        "403, AuthenticationFailed, BatchAuthenticationException, false",
        "500, AuthenticationFailed, BatchServiceFaultException, true",
        "403, InsufficientAccountPermissions, BatchPermissionException, false",
        "403, AccountIsDisabled, BatchPermissionException, false",
        "404, PoolNotFound, BatchNotFoundException, false",
        "405, UnsupportedHttpVerb, BatchInvalidInputException, false",
        "408, RequestTimeout, BatchServiceFaultException, true",
        "409, JobExists, BatchConflictException, false",
        "409, PoolQuotaReached, BatchQuotaException, false",
        "409, ActiveJobAndScheduleQuotaReached, BatchQuotaException, false",
        "411, MissingContentLengthHeader, BatchInvalidInputException, false",
        "412, ConditionNotMet, BatchConditionNotMetException, false",
        "413, RequestBodyTooLarge, BatchInvalidInputException, false",
        "416, InvalidRange, BatchInvalidInputException, false",
        "429, TooManyRequests, BatchThrottledException, true",
        "500, InternalError, BatchServiceFaultException, true",
        "501, NotImplemented, BatchServiceFaultException, false",
        "502, BadGateway, BatchServiceFaultException, true",
        "503, ServerBusy, BatchThrottledException, true",
    })
    void status_decidesTheKindOfError(int status, String code, String kind, boolean isTransient) {
        server.answers(Reply.error(status, code));

        BatchServiceException error = catchThrowableOfType(
                BatchServiceException.class, () -> client.pools().get("p").block());

        assertThat(error.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(error.code()).contains(code);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.isTransient()).isEqualTo(isTransient);
        assertThat(error.operation()).isEqualTo("Pool_Get");
        assertThat(error.requestId()).contains("r-1");
        assertThat(error.clientRequestId()).contains(server.requests().get(0).header("client-request-id"));
        assertThat(error.serviceMessage().orElseThrow()).startsWith(code + " happened, because.");
        assertThat(error).hasMessageContaining("GET /pools/p").hasMessageContaining("request-id r-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{\"code\":",
                "{\"code\":\"X\",\"message\":{\"value\":\"cut",
                "<html><head><title>502</title></head><body>Bad <b>gateway</b></body></html>",
                "plain words of a proxy",
                "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"of the gateway\"}}",
                "{\"code\":5,\"message\":\"a text\",\"values\":{}}",
                "{\"odata.metadata\":\"m\",\"code\":\"NoMessage\",\"values\":[null]}",
                "\u0000\u0001\u0002",
            })
    void body_ofAnyShape_neverHidesTheStatus(String body) {
        server.answers(Reply.text(409, "text/html", body));

        assertThatThrownBy(() -> client.pools().get("p").block())
                .isInstanceOfSatisfying(
                        BatchConflictException.class,
                        error -> assertThat(error.status()).isEqualTo(409));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    {"code":"JobExists","message":"it exists"} | it exists | {}
                    {"code":"JobExists","message":{"value":"it exists"},"values":[null]} | it exists | {}
                    {"code":"JobExists","message":{"value":"it exists"},"values":{}} | it exists | {}
                    {"code":"JobExists","message":{"value":"it exists"},"values":[7,{"key":"a","value":5}]} | it exists | {a=5}
                    {"code":"JobExists","message":["it exists"],"values":[{"key":"a","value":"b"},{"key":[]}]} | | {a=b}
                    {"error":{"code":"JobExists","message":"it exists"}} | it exists | {}
                    {"message":"no more","error":{"code":"JobExists","message":{"value":"it exists"}}} | it exists | {}
                    """)
    void body_slightlyOffItsShape_keepsWhatIsThere(String body, String message, String values) {
        server.answers(Reply.json(409, body));

        assertThatThrownBy(() -> client.jobs().get("j").block())
                .isInstanceOfSatisfying(BatchConflictException.class, error -> {
                    assertThat(error.code()).contains("JobExists");
                    assertThat(error.serviceMessage()).isEqualTo(Optional.ofNullable(message));
                    assertThat(error.values()).hasToString(values);
                });
    }

    @Test
    void body_ofAGateway_isRead() {
        server.answers(Reply.text(
                403,
                "application/json",
                "{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"needs a role\"}}"));

        assertThatThrownBy(() -> client.pools().get("p").block())
                .isInstanceOf(BatchPermissionException.class)
                .hasMessageContaining("AuthorizationFailed")
                .hasMessageContaining("needs a role");
    }

    @Test
    void body_thatBreaksInTheMiddle_stillGivesTheStatus() {
        server.answers(Reply.broken(404, "{\"code\":\"PoolNot"));

        assertThatThrownBy(() -> client.pools().get("p").block()).isInstanceOf(BatchNotFoundException.class);
    }

    @Test
    void body_withoutAnEnd_isCutOff() {
        server.answers(Reply.text(500, "text/plain", "x".repeat(3_000_000)));

        assertThatThrownBy(() -> client.pools().get("p").block())
                .isInstanceOfSatisfying(
                        BatchServiceFaultException.class,
                        error ->
                                assertThat(error.serviceMessage().orElseThrow()).hasSizeLessThan(300));
    }

    @Test
    void body_thatRepeatsOurToken_doesNotGetIntoTheMessage() {
        server.answers(Reply.text(
                400,
                "application/json",
                "{\"code\":\"InvalidHeaderValue\",\"message\":{\"value\":\"Bearer t0ken is wrong\"},"
                        + "\"values\":[{\"key\":\"HeaderValue\",\"value\":\"Bearer t0ken\"}]}"));

        assertThatThrownBy(() -> client.pools().get("p").block())
                .isInstanceOfSatisfying(BatchInvalidInputException.class, error -> {
                    assertThat(error).hasMessageContaining("***").hasMessageNotContaining("t0ken");
                    assertThat(error.values().toString()).doesNotContain("t0ken");
                });
    }

    @Test
    void read_thatDidNotChange_isToldAs304() {
        server.answers(Reply.status(304));

        assertThatThrownBy(() -> client.jobs()
                        .get("j", RequestOptions.when(Conditions.ifNoneMatch("0x1")))
                        .block())
                .isInstanceOfSatisfying(
                        BatchConditionNotMetException.class,
                        error -> assertThat(error.status()).isEqualTo(304));
        assertThat(server.only().header("If-None-Match")).isEqualTo("0x1");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_isNotFollowedByAClientThatWould(int status) {
        try (ScriptedServer other = new ScriptedServer()) {
            HttpClient follower = HttpClient.newConnection().followRedirect(true);
            BatchClient redirected = Clients.builder(server)
                    .tokenSupplier(() -> Mono.just("t0ken"))
                    .httpClient(follower)
                    .build();
            server.answers(Reply.status(status).header("Location", other.url() + "/elsewhere"));
            other.answers(Reply.ok("{\"id\":\"p\",\"value\":[]}"));
            assertThat(follower.headers(headers -> headers.set("Authorization", "Bearer other"))
                            .get()
                            .uri(server.url())
                            .response()
                            .block()
                            .status()
                            .code())
                    .as("by itself it does follow")
                    .isEqualTo(200);
            assertThat(other.requests()).hasSize(1);

            for (Mono<?> call : List.<Mono<?>>of(
                    redirected.pools().get("p"),
                    redirected.pools().delete("p"),
                    redirected.jobs().patch("j", JobPatch.builder().priority(1).build()),
                    redirected.jobs().list().collectList(),
                    redirected.files().ofTask("j", "t").download("f").then())) {
                assertThatThrownBy(call::block)
                        .isInstanceOfSatisfying(
                                BatchServiceFaultException.class,
                                error -> assertThat(error.status()).isEqualTo(status));
            }
            assertThat(server.requests()).as("nothing is tried twice").hasSize(1 + 5);
            assertThat(other.requests())
                    .hasSize(1)
                    .noneMatch(request -> request.headers().toString().contains("t0ken"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "<html>",
                "{",
                "{\"id\":",
                "{\"id\":\"j\",\"creationTime\":\"yesterday\"}",
                "[1]",
                "{\"id\":\"j\"}{\"id\":\"k\"}",
                "{\"id\":\"j\"}]",
                "{\"id\":\"j\"}<html>"
            })
    void answer_thatIsNotTheService_isAProtocolError(String body) {
        server.answers(Reply.ok(body));

        assertThatThrownBy(() -> client.jobs().get("j").block())
                .isInstanceOf(BatchProtocolException.class)
                .hasMessageContaining("Job_Get")
                .hasMessageContaining("r-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 203, 204, 206, 299})
    void success_thatTheOperationDoesNotHave_isAProtocolErrorAfterWhichItMayBeDone(int status) {
        server.answers(Reply.json(status, status == 204 ? "" : "{\"accountKey\":\"s3cret\"}"));

        assertThatThrownBy(() -> client.nodes("p").reboot("n", null).block())
                .isInstanceOfSatisfying(BatchProtocolException.class, error -> {
                    assertThat(error.mayHaveActed()).isTrue();
                    assertThat(error.isTransient()).isFalse();
                    assertThat(error)
                            .hasMessageContaining("ComputeNode_Reboot")
                            .hasMessageContaining("answered with " + status)
                            .hasMessageContaining("r-1")
                            .hasMessageNotContaining("s3cret");
                });
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void collection_answeredWithASuccessOfAnotherKind_countsAsALostAnswer() {
        server.answers(
                Reply.json(202, "{\"value\":[]}"),
                TaskBodies.answer(List.of(TaskBodies.result("t", "clienterror", "TaskExists"))));
        TaskCreate task = TaskCreate.builder().id("t").commandLine("true").build();
        BulkOptions options =
                BulkOptions.builder().firstBackoff(Duration.ofMillis(1)).build();

        TaskAddOutcome outcome =
                client.tasks("j").addAll(Flux.just(task), options).blockLast(Duration.ofSeconds(20));

        assertThat(outcome.status()).as("that it is there is our own doing").isEqualTo(TaskAddOutcome.Status.ADDED);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"value\":{}}",
                "{\"value\":null}",
                "{\"odata.metadata\":\"m\",\"value\":{}}",
                "{\"odata.metadata\":\"m\",\"value\":\"\"}",
                "{\"odata.metadata\":null,\"odata.nextLink\":\"\"}",
                "{\"odata.metadata\":\"m\"",
                " \uFEFF{\"value\":[]}",
                "\uFEFF\uFEFF{\"value\":[]}",
                "{\"value\":[}",
                "{\"value\":[{\"id\":1}",
                "{\"value\":[{\"id\":\"a\"}{\"id\":\"b\"}]}",
                "{\"value\":[{\"id\":\"a\"},]}",
                "{\"value\":[1,2]}",
                "{\"value\":[]}{\"value\":[]}",
                "{\"value\":[{\"creationTime\":7}]}",
                "<html>no</html>",
            })
    void list_thatIsNotTheService_isAProtocolError(String body) {
        server.answers(Reply.ok(body));

        assertThatThrownBy(() -> client.jobs().list().collectList().block(Duration.ofSeconds(10)))
                .isInstanceOf(BatchProtocolException.class);
        assertThatThrownBy(() -> client.jobs().list().pages().collectList().block(Duration.ofSeconds(10)))
                .isInstanceOf(BatchProtocolException.class);
    }

    @Test
    void answer_thatDoesNotEnd_isCutOff() {
        String mebibyte = " ".repeat(1 << 20);
        server.answer(request ->
                new Reply(response -> response.sendString(Flux.<String>generate(sink -> sink.next(mebibyte)))));

        assertThatThrownBy(() -> client.jobs().get("j").block(Duration.ofSeconds(20)))
                .isInstanceOf(BatchProtocolException.class)
                .hasMessageContaining("32 MiB");
        assertThatThrownBy(() -> client.files().ofTask("j", "t").text("f").block(Duration.ofSeconds(20)))
                .isInstanceOf(BatchProtocolException.class)
                .hasMessageContaining("downloaded");
        Waiting.until(() -> server.connectionsOpen() == 0);
    }

    @Test
    void host_thatIsUnknownOrRefuses_isToldWithoutHavingActed() {
        ScriptedServer gone = new ScriptedServer();
        gone.close();
        BatchClient lost = Clients.builder(gone)
                .tokenSupplier(() -> Mono.just("t"))
                .maxAttempts(2)
                .build();

        assertThatThrownBy(() -> lost.jobs().get("j").block())
                .isInstanceOfSatisfying(BatchTransportException.class, error -> {
                    assertThat(error.mayHaveActed()).isFalse();
                    assertThat(error).hasMessageContaining("was not sent");
                });
    }

    @Test
    void existence_of404_isAnAnswer() {
        server.answer(request -> Reply.status(request.path().endsWith("/here") ? 200 : 404));

        Function<String, Boolean> exists = id -> client.pools().exists(id).block();
        assertThat(exists.apply("here")).isTrue();
        assertThat(exists.apply("gone")).isFalse();
    }
}
