package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.batch.state.BatchSnapshot;
import io.github.latchkey.testkit.http.Requests;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakeBatchTest {

    @Test
    void snapshot_showsPoolsJobsAndSchedules() {
        try (FrozenBatch fake = new FrozenBatch()) {
            fake.readyPool("p", 2);
            fake.post("/jobs", BatchCalls.job("j", "p"));
            for (int i = 0; i < 10; i++) {
                fake.post("/jobs/j/tasks", BatchCalls.task("t" + i));
            }
            fake.post(
                    "/jobschedules",
                    "{\"id\":\"s\",\"schedule\":{\"doNotRunUntil\":\"2030-01-01T00:00:00Z\"},"
                            + "\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"p\"}}}");

            BatchSnapshot seen = fake.batch.snapshot();

            assertThat(seen.pools()).containsExactly(new BatchSnapshot.PoolView("p", "active", "steady", 2, 2, 8, 8));
            assertThat(seen.jobs()).containsExactly(new BatchSnapshot.JobView("j", "active", "p", 2, 8, 0, 0));
            assertThat(seen.schedules()).containsExactly(new BatchSnapshot.ScheduleView("s", "active", 0));
        }
    }

    @Test
    void reset_everythingIsGone_andNothingIsDue() {
        try (FrozenBatch fake = new FrozenBatch()) {
            fake.post("/pools", BatchCalls.pool("p", 2));
            fake.post("/jobs", BatchCalls.job("j", "p"));
            fake.batch.faults().on(Requests.any()).respondStatus(503);

            fake.batch.reset();

            assertThat(fake.clock.pending()).isZero();
            assertThat(fake.batch.journal().requests()).isEmpty();
            assertThat(fake.calls.all("/pools")).isEmpty();
            assertThat(fake.calls.all("/jobs")).isEmpty();
            fake.readyPool("p", 1);
            assertThat(fake.get("/pools/p").path("currentDedicatedNodes").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void reset_rolesKeyAndChallengesAreThoseOfTheDescription() {
        try (FrozenBatch fake = new FrozenBatch()) {
            fake.batch.access().assign(BuiltInRoles.READER, "somebody");
            fake.batch.access().addMember("group", "somebody");
            fake.batch.disable(true);
            fake.batch.challenge("{}");
            String key = fake.batch.regenerateKey();

            fake.batch.reset();

            assertThat(fake.calls.get("/jobs").status()).isEqualTo(200);
            assertThat(fake.batch.access().assignments()).isEmpty();
            assertThat(fake.batch.accountKey()).isEqualTo(FakeBatch.DEFAULT_KEY).isNotEqualTo(key);
        }
        try (FrozenBatch fake = new FrozenBatch(batch -> batch.assign(BuiltInRoles.READER, "somebody"))) {
            fake.batch.access().revokeAll();

            fake.batch.reset();

            assertThat(fake.batch.access().assignments())
                    .extracting(assignment -> assignment.role().name())
                    .containsExactly("Reader");
        }
    }

    @Test
    void strictRoles_nobodyMayDoAnythingWithoutOne_alsoAfterReset() {
        try (FrozenBatch fake = new FrozenBatch(FakeBatch.Builder::strictRoles)) {
            assertThat(fake.calls.get("/jobs").code()).isEqualTo("InsufficientAccountPermissions");
            fake.batch.access().clear();
            assertThat(fake.calls.get("/jobs").status()).isEqualTo(200);

            fake.batch.reset();

            assertThat(fake.calls.get("/jobs").status()).isEqualTo(403);
        }
        try (FrozenBatch fake = new FrozenBatch(
                batch -> batch.assign(BuiltInRoles.READER, "somebody").strictRoles())) {
            assertThat(fake.batch.access().assignments())
                    .as("roles that were described before")
                    .hasSize(1);
        }
    }

    @Test
    void faults_answerByCode_isWhatTheServiceSends() {
        try (FrozenBatch fake = new FrozenBatch()) {
            fake.batch
                    .faults()
                    .on(Requests.to("GET", "/jobs"))
                    .first(1)
                    .respond(FakeBatch.answer("ServerBusy").header("Retry-After", "3"));

            BatchCalls.Answer busy = fake.calls.get("/jobs");

            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.code()).isEqualTo("ServerBusy");
            assertThat(busy.header("Retry-After")).isEqualTo("3");
            assertThat(fake.calls.get("/jobs").status()).isEqualTo(200);
            assertThatThrownBy(() -> FakeBatch.answer("Nonsense"))
                    .hasMessageContaining("'Nonsense'")
                    .hasMessageContaining("TooManyRequests");
        }
    }

    @Test
    void plainHttp_servesWithoutACertificate() {
        try (FrozenBatch fake = new FrozenBatch(FakeBatch.Builder::plainHttp)) {
            assertThat(fake.batch.url()).hasScheme("http");
            assertThat(fake.calls.get("/jobs").status()).isEqualTo(200);
        }
    }

    @Test
    void close_whileThingsAreDue_leavesNothingOnTheClock() {
        FrozenBatch fake = new FrozenBatch();
        fake.post("/pools", BatchCalls.pool("p", 2));
        assertThat(fake.clock.pending()).isEqualTo(1);

        fake.close();

        assertThat(fake.clock.pending()).isZero();
        fake.clock.advance(Duration.ofHours(1));
        assertThat(fake.batch.snapshot().pools()).allMatch(pool -> pool.nodes() == 0);
    }
}
