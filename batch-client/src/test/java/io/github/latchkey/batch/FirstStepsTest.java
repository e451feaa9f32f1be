package io.github.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.batch.ScriptedServer.Reply;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.job.JobPatch;
import io.github.latchkey.batch.job.JobState;
import io.github.latchkey.batch.model.PoolInformation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullUnmarked // a null where none should be is a failed test
class FirstStepsTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BatchClient client = Clients.of(server);

    @AfterEach
    void close() {
        client.close().block();
        server.close();
    }

    @Test
    void get_job_decodesWhatTheServiceSends() {
        server.answers(Reply.ok("{\"odata.metadata\":\"m\",\"id\":\"j\",\"state\":\"Active\",\"priority\":7,"
                + "\"creationTime\":\"2016-09-06T06:59:15.1161429Z\",\"unheardOf\":{\"a\":[1]}}"));

        Job job = client.jobs().get("j").block();

        assertThat(job.id()).isEqualTo("j");
        assertThat(job.state()).isSameAs(JobState.ACTIVE);
        assertThat(job.priority()).isEqualTo(7);
        assertThat(job.creationTime()).isEqualTo(Instant.parse("2016-09-06T06:59:15.1161429Z"));
        assertThat(server.only().uri()).isEqualTo("/jobs/j?api-version=2024-02-01.19.0");
        assertThat(server.only().header("Authorization")).isEqualTo("Bearer t0ken");
        assertThat(server.only().header("Content-Length")).isNull();
    }

    @Test
    void create_job_sendsOnlyWhatWasSet() {
        server.answers(Reply.status(201).header("ETag", "0x1"));

        Receipt receipt = client.jobs()
                .create(JobCreate.builder()
                        .id("j")
                        .poolInfo(PoolInformation.builder().poolId("p").build())
                        .build())
                .block();

        assertThat(receipt.eTag()).isEqualTo("0x1");
        assertThat(server.only().body()).isEqualTo("{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"}}");
        assertThat(server.only().header("Content-Type")).isEqualTo("application/json; odata=minimalmetadata");
    }

    @Test
    void patch_clearsAListThatIsEmptyAndLeavesOneThatIsNotSet() {
        server.answers(Reply.status(200));

        client.jobs().patch("j", JobPatch.builder().metadata(List.of()).build()).block();

        assertThat(server.only().body()).isEqualTo("{\"metadata\":[]}");
    }

    @Test
    void get_unknownJob_isNotFoundWithEverythingTheServiceSaid() {
        server.answers(Reply.error(404, "JobNotFound"));

        assertThatThrownBy(() -> client.jobs().get("j").block())
                .isInstanceOfSatisfying(BatchNotFoundException.class, error -> {
                    assertThat(error.code()).contains("JobNotFound");
                    assertThat(error.requestId()).contains("r-1");
                    assertThat(error.values()).containsEntry("Reason", "because");
                    assertThat(error.isTransient()).isFalse();
                });
    }

    @Test
    void list_followsLinksUnchanged() {
        String link = server.url() + "/jobs?$skiptoken=a|b%20c+{d}&api-version=2024-02-01.19.0";
        server.answers(
                Reply.ok("{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"odata.nextLink\":\"" + link + "\"}"),
                Reply.ok("{\"odata.metadata\":\"x\",\"value\":[{\"id\":\"c\"}]}"));

        assertThat(client.jobs().list().map(Job::id).collectList().block()).containsExactly("a", "b", "c");
        assertThat(server.requests().get(1).uri())
                .isEqualTo("/jobs?$skiptoken=a|b%20c+{d}&api-version=2024-02-01.19.0");
    }

    @Test
    void list_linkToAnotherOrigin_isRefusedAndGetsNoCredentials() {
        try (ScriptedServer thief = new ScriptedServer()) {
            server.answers(Reply.ok("{\"value\":[{\"id\":\"a\"}],\"odata.nextLink\":\"" + thief.url() + "/jobs?x\"}"));

            assertThatThrownBy(() -> client.jobs().list().collectList().block())
                    .isInstanceOf(BatchProtocolException.class);
            assertThat(thief.requests()).isEmpty();
        }
    }
}
