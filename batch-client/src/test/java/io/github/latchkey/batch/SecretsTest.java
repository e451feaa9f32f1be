package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.certificate.CertificateCreate;
import io.github.latchkey.batch.file.RemoteFile;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.AzureBlobFileSystemConfiguration;
import io.github.latchkey.batch.model.CifsMountConfiguration;
import io.github.latchkey.batch.model.ContainerRegistry;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.model.LinuxUserConfiguration;
import io.github.latchkey.batch.model.MountConfiguration;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.batch.model.ProtectedSettings;
import io.github.latchkey.batch.model.ResourceFile;
import io.github.latchkey.batch.model.Secret;
import io.github.latchkey.batch.model.SignedUrl;
import io.github.latchkey.batch.model.TaskContainerSettings;
import io.github.latchkey.batch.model.UserAccount;
import io.github.latchkey.batch.model.VirtualMachineConfiguration;
import io.github.latchkey.batch.model.VmExtension;
import io.github.latchkey.batch.node.ComputeNodeUser;
import io.github.latchkey.batch.node.UploadBatchServiceLogsConfiguration;
import io.github.latchkey.batch.pool.PoolCreate;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskCreate;
import io.netty.handler.logging.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.logging.AdvancedByteBufFormat;

/**
 * No secret gets out but over the wire: not into any log at TRACE, ours and those of all libraries below, not into an
 * exception with all its causes, not into a {@code toString}. Every secret of these tests holds the same word.
 */
@NullUnmarked // a null where none should be is a failed test
class SecretsTest {

    private static final String WORD = "hush";
    private static final String KEY = "aHVzaA=="; // the word in Base64
    private static final SignedUrl SIGNED = SignedUrl.of("https://a.blob.core.windows.net/c?sv=1&sig=hush%2Ba&se=2");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ScriptedServer server = new ScriptedServer();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getLoggerName() + " " + event.getFormattedMessage());
            if (event.getThrowableProxy() instanceof ch.qos.logback.classic.spi.ThrowableProxy proxy) {
                said.add(stackTrace(proxy.getThrowable()));
            }
        }
    };
    private Level level;

    @BeforeEach
    void listen() {
        level = root.getLevel();
        root.iteratorForAppenders().forEachRemaining(usual::add);
        usual.forEach(root::detachAppender);
        listener.setContext(root.getLoggerContext());
        listener.start();
        root.addAppender(listener);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void close() {
        root.setLevel(level);
        root.detachAppender(listener);
        usual.forEach(root::addAppender);
        server.close();
    }

    @Test
    void token_isNotTold_whateverTheServiceAnswers() {
        everyAnswer(client("hush-t0ken"));

        assertThat(server.requests())
                .allMatch(request -> request.header("Authorization").equals("Bearer hush-t0ken"));
        nothingIsTold();
    }

    @Test
    void wiretap_ofTheCallersHttpClient_isOff() {
        server.answers(Reply.status(200));
        tapped("alone")
                .headers(headers -> headers.set("Authorization", "Bearer hush"))
                .get()
                .uri(server.url())
                .response()
                .block(SOON);
        assertThat(said).as("by itself it tells").anyMatch(line -> line.startsWith("alone ") && line.contains(WORD));
        said.clear();

        everyAnswer(Clients.builder(server)
                .tokenSupplier(() -> Mono.just("hush-t0ken"))
                .httpClient(tapped("tap"))
                .wireLog(true)
                .build());

        assertThat(said).noneMatch(line -> line.startsWith("tap "));
        nothingIsTold();
    }

    private static HttpClient tapped(String name) {
        return HttpClient.newConnection().wiretap(name, LogLevel.DEBUG, AdvancedByteBufFormat.TEXTUAL);
    }

    @Test
    void sharedKeyAndSignature_areNotTold_whateverTheServiceAnswers() {
        BatchClient client =
                Clients.builder(server).wireLog(true).sharedKey("account", KEY).build();
        everyAnswer(client);

        server.requests().forEach(request -> {
            String authorization = request.header("Authorization");
            assertThat(said).noneMatch(line -> line.contains(authorization.substring(authorization.indexOf(':') + 1)));
        });
        assertThat(said).noneMatch(line -> line.contains(KEY));
        nothingIsTold();
    }

    @Test
    void bodies_areNotTold_alsoNotWhenTheServiceRepeatsThem() {
        BatchClient client = client("hush-t0ken");
        server.answer(request -> Reply.error(400, "InvalidPropertyValue", request.body()));
        List<Mono<?>> calls = List.of(
                client.pools().create(pool()),
                client.jobs().create(job()),
                client.tasks("j").create(task("t")),
                client.nodes("p")
                        .addUser(
                                "n",
                                ComputeNodeUser.builder()
                                        .name("u")
                                        .password(Secret.of("hush-node-user"))
                                        .build()),
                client.nodes("p")
                        .uploadLogs(
                                "n",
                                UploadBatchServiceLogsConfiguration.builder()
                                        .containerUrl(SIGNED)
                                        .startTime(java.time.Instant.EPOCH)
                                        .build()));
        calls.forEach(this::fails);
        failsWithCertificates(client);

        assertThat(server.requests())
                .hasSize(6)
                .allMatch(request -> request.body().contains(WORD));
        assertThat(said).anyMatch(line -> line.contains("InvalidPropertyValue"));
        nothingIsTold();
    }

    @Test
    void outcomesOfABulkAdd_repeatNoSecret() {
        server.answer(
                request -> TaskBodies.answer(List.of("{\"taskId\":\"t\",\"status\":\"clienterror\",\"error\":{\"code\":"
                        + "\"InvalidPropertyValue\",\"message\":{\"value\":" + quoted(request.body())
                        + "},\"values\":[{\"key\":\"PropertyValue\",\"value\":" + quoted(request.body()) + "}]}}")));

        client("hush-t0ken")
                .tasks("j")
                .addAll(Flux.just(task("t")), BulkOptions.defaults())
                .doOnNext(outcome -> said.add(outcome.toString()))
                .blockLast(SOON);

        assertThat(said).anyMatch(line -> line.contains("TaskAddOutcome[taskId=t, status=REFUSED"));
        nothingIsTold();
    }

    @Test
    void answers_withSignedUrls_areNotTold() {
        String task =
                "{\"id\":\"t\",\"resourceFiles\":[{\"httpUrl\":\"" + SIGNED.value() + "\"}],\"environmentSettings\":"
                        + "[{\"name\":\"TOKEN\",\"value\":\"hush-env\"}],\"containerSettings\":{\"imageName\":\"i\",\"registry\":"
                        + "{\"username\":\"u\",\"password\":\"hush-registry\"}}";
        server.answers(
                Reply.ok(task + "}"),
                Reply.ok("{\"value\":[" + task + "}]}"),
                Reply.ok(task + ",\"creationTime\":\"" + SIGNED.value() + "\"}"),
                Reply.ok(task + ",hush-not-json"),
                Reply.ok("{\"value\":[" + task + ",\"state\":{}}]}"),
                Reply.ok("{\"value\":[" + task + "},hush]}"));
        BatchClient client = client("hush-t0ken");

        said.add(client.tasks("j").get("t").block(SOON).toString());
        said.add(client.tasks("j").list().blockLast(SOON).toString());
        fails(client.tasks("j").get("t"));
        fails(client.tasks("j").get("t"));
        fails(client.tasks("j").list().collectList());
        fails(client.tasks("j").list().collectList());

        assertThat(said).anyMatch(line -> line.contains("creationTime, which is no Instant"));
        nothingIsTold();
    }

    @Test
    void waits_doNotTellSignedUrlsOfTheReason() {
        server.answers(Reply.ok(
                "{\"id\":\"t\",\"state\":\"completed\",\"executionInfo\":{\"result\":\"failure\",\"failureInfo\":"
                        + "{\"category\":\"UserError\",\"code\":\"ResourceContainerAccessDenied\",\"message\":\"no access to "
                        + SIGNED.value() + "\"}}}"));

        fails(client("hush-t0ken")
                .tasks("j")
                .awaitCompleted("t", Polling.defaults())
                .then());

        assertThat(said).anyMatch(line -> line.contains("no access to https://a.blob.core.windows.net/c?sv=1&sig=***"));
        nothingIsTold();
    }

    @Test
    void models_doNotPrintTheirSecrets() {
        said.add(pool().toString());
        said.add(job().toString());
        said.add(task("t").toString());

        nothingIsTold();
    }

    private void everyAnswer(BatchClient client) {
        server.answer(request -> switch (request.path()) {
            case "/jobs/ok" -> Reply.ok("{\"id\":\"ok\"}").header("Set-Cookie", "c=hush-cookie");
            case "/jobs/reset" -> Reply.reset();
            case "/jobs/broken" -> Reply.broken(200, "{\"id\":");
            case "/jobs/echo" -> Reply.error(400, "InvalidHeaderValue", request.header("Authorization"));
            case "/jobs/moved" -> Reply.status(302).header("Location", "https://elsewhere.example/?sig=hush-redirect");
            case "/jobs/html" -> Reply.text(502, "text/html", "<p>" + request.header("Authorization") + "</p>");
            case "/jobs" -> Reply.ok("{\"value\":[],\"odata.nextLink\":\"https://elsewhere.example/?sig=hush-link\"}");
            case "/pools/p/nodes/n/files/f" -> Reply.status(200).header("ocp-batch-file-url", "https%3A%2F%2Fh%2Ff");
            default -> Reply.error(401, "AuthenticationFailed", request.header("Authorization"));
        });
        client.jobs().get("ok").block(SOON);
        for (String id : List.of("reset", "broken", "echo", "moved", "html", "denied")) {
            fails(client.jobs().get(id, RequestOptions.builder().maxAttempts(2).build()));
        }
        fails(client.jobs().list().collectList());
        RemoteFile file = client.files().ofNode("p", "n").properties("f").block(SOON);
        said.add(file.toString());
        client.close().block(SOON);
        assertThat(said)
                .as("the calls are seen, by our own log and by those below")
                .anyMatch(line -> line.startsWith("io.github.latchkey.batch.wire -> GET /jobs/ok"))
                .anyMatch(line -> line.startsWith("io.github.latchkey.batch.wire <- 302 GET /jobs/moved"))
                .anyMatch(line -> line.startsWith("reactor.netty."))
                .anyMatch(line -> line.contains("BatchAuthenticationException"));
    }

    @SuppressWarnings("deprecation") // a later version dropped them
    private void failsWithCertificates(BatchClient client) {
        fails(client.certificates()
                .create(CertificateCreate.builder()
                        .thumbprint("00")
                        .thumbprintAlgorithm("sha1")
                        .data(Secret.of("hush-data"))
                        .password(Secret.of("hush-pfx"))
                        .build()));
    }

    private BatchClient client(String token) {
        return Clients.builder(server)
                .wireLog(true)
                .tokenSupplier(() -> Mono.just(token))
                .build();
    }

    private void fails(Mono<?> call) {
        try {
            call.block(SOON);
        } catch (BatchException e) {
            said.add(stackTrace(e));
            said.add(e.toString());
            if (e instanceof BatchServiceException service) {
                said.add(service.serviceMessage() + " " + service.values() + " " + service.code());
            }
            return;
        }
        throw new AssertionError("it did not fail");
    }

    private void nothingIsTold() {
        assertThat(said).isNotEmpty();
        assertThat(said).filteredOn(line -> line.contains(WORD)).isEmpty();
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static PoolCreate pool() {
        return PoolCreate.builder()
                .id("p")
                .vmSize("s")
                .userAccounts(List.of(UserAccount.builder()
                        .name("u")
                        .password(Secret.of("hush-user"))
                        .linuxUserConfiguration(LinuxUserConfiguration.builder()
                                .sshPrivateKey(Secret.of("hush-ssh"))
                                .build())
                        .build()))
                .mountConfiguration(List.of(
                        MountConfiguration.builder()
                                .azureBlobFileSystemConfiguration(AzureBlobFileSystemConfiguration.builder()
                                        .accountName("a")
                                        .containerName("c")
                                        .relativeMountPath("m")
                                        .accountKey(Secret.of("hush-account"))
                                        .sasKey(Secret.of("hush-sas"))
                                        .build())
                                .build(),
                        MountConfiguration.builder()
                                .cifsMountConfiguration(CifsMountConfiguration.builder()
                                        .username("u")
                                        .source("s")
                                        .relativeMountPath("m")
                                        .password(Secret.of("hush-cifs"))
                                        .build())
                                .build()))
                .virtualMachineConfiguration(VirtualMachineConfiguration.builder()
                        .imageReference(io.github.latchkey.batch.model.ImageReference.builder()
                                .publisher("p")
                                .build())
                        .nodeAgentSKUId("n")
                        .extensions(List.of(VmExtension.builder()
                                .name("n")
                                .publisher("p")
                                .type("t")
                                .protectedSettings(ProtectedSettings.of(
                                        Map.of("deep", List.of("hush-extension", Map.of("a", "hush-b")))))
                                .build()))
                        .build())
                .build();
    }

    private static JobCreate job() {
        return JobCreate.builder()
                .id("j")
                .poolInfo(PoolInformation.builder().poolId("p").build())
                .commonEnvironmentSettings(List.of(new EnvironmentSetting("TOKEN", "hush-common")))
                .build();
    }

    private static TaskCreate task(String id) {
        return TaskCreate.builder()
                .id(id)
                .commandLine("true")
                .resourceFiles(List.of(ResourceFile.builder().httpUrl(SIGNED).build()))
                .environmentSettings(List.of(new EnvironmentSetting("TOKEN", "hush-env")))
                .containerSettings(TaskContainerSettings.builder()
                        .imageName("i")
                        .registry(ContainerRegistry.builder()
                                .username("u")
                                .password(Secret.of("hush-registry"))
                                .build())
                        .build())
                .build();
    }
}
