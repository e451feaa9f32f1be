package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.testkit.batch.config.AuthenticationMode;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.batch.rbac.NeededPermissions;
import io.github.latchkey.testkit.batch.rbac.Permission;
import io.github.latchkey.testkit.batch.rbac.RoleComparison;
import io.github.latchkey.testkit.batch.rbac.RoleDefinition;
import io.github.latchkey.testkit.batch.rbac.RoleFormatException;
import io.github.latchkey.testkit.batch.signin.Gatekeeper;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeastPrivilegeTest {

    private static final String GROUP =
            "/subscriptions/5a4d3c2b-1f0e-4d9c-8b7a-695847362514/resourceGroups/latchkey-test";

    private final FakeEntra entra = FakeEntra.start();
    private final FakeBatch batch = FakeBatch.builder().issuer(entra).start();
    private final BatchCalls calls = BatchCalls.withToken(batch, entra);

    @AfterEach
    void close() {
        batch.close();
        entra.close();
    }

    private void runTheNightlyJob() {
        calls.post("/jobs", BatchCalls.job("night", "p"));
        calls.post("/jobs/night/tasks", BatchCalls.task("t"));
        calls.get("/jobs/night");
        calls.get("/pools/p");
    }

    @Test
    void role_afterARun_isTheSmallestInTheShapeOfTheCommandLine() {
        runTheNightlyJob();

        RoleDefinition role = batch.access().needed().role("Nightly job");

        assertThat(role.toJson()).isEqualTo("""
                {
                  "Name": "Nightly job",
                  "IsCustom": true,
                  "Description": "Allows what was needed, and nothing else.",
                  "Actions": [
                    "Microsoft.Batch/batchAccounts/pools/read"
                  ],
                  "NotActions": [],
                  "DataActions": [
                    "Microsoft.Batch/batchAccounts/jobs/read",
                    "Microsoft.Batch/batchAccounts/jobs/write"
                  ],
                  "NotDataActions": [],
                  "AssignableScopes": [
                    "%s"
                  ]
                }
                """.formatted(GROUP));
        assertThat(RoleDefinition.parse(role.toJson())).isEqualTo(role);
    }

    @Test
    void role_assignedInPlaceOfAll_allowsTheSameRunAndNothingElse() {
        runTheNightlyJob();
        RoleDefinition role = batch.access().needed().role("Nightly job");
        batch.reset();

        batch.access().assign(role, entra.servicePrincipalId());
        runTheNightlyJob();

        assertThat(batch.journal().requests())
                .noneMatch(request -> request.outcome().status() == 403);
        assertThat(calls.delete("/jobs/night").status()).isEqualTo(403);
    }

    @Test
    void role_withWildcardsAndScopes_asAskedFor() {
        runTheNightlyJob();

        RoleDefinition role = batch.access()
                .needed()
                .role("Nightly job")
                .withWildcards()
                .describedAs("Runs the nightly job.")
                .assignableAt("/subscriptions/one", "/subscriptions/two");

        assertThat(role.grants())
                .containsExactly(new RoleDefinition.Grant(
                        List.of("Microsoft.Batch/batchAccounts/pools/read"),
                        List.of(),
                        List.of("Microsoft.Batch/batchAccounts/jobs/*"),
                        List.of()));
        assertThat(role.toJson()).contains("\"Runs the nightly job.\"", "\"/subscriptions/two\"");
        assertThatThrownBy(() -> role.assignableAt("here"))
                .isInstanceOf(RoleFormatException.class)
                .hasMessageContaining("'here'");
        assertThatThrownBy(role::assignableAt).hasMessageContaining("at least one");
    }

    @Test
    void areAllowedBy_roleThatLacksSomething_namesItAndTheRequests() {
        runTheNightlyJob();
        calls.post("/pools", BatchCalls.pool("q", 1));
        calls.post("/pools/q/stopresize");

        assertThatThrownBy(() -> batch.access().needed().areAllowedBy(BuiltInRoles.BATCH_JOB_SUBMITTER))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        the role 'Azure Batch Job Submitter' does not allow all that was needed
                          + Microsoft.Batch/batchAccounts/pools/write (action), needed by 2 requests
                              POST /pools
                              POST /pools/q/stopresize
                          - Microsoft.Batch/batchAccounts/applications/read (action), not needed
                          - Microsoft.Batch/batchAccounts/applications/versions/read (action), not needed
                          - Microsoft.Batch/batchAccounts/jobSchedules/* (data action), not needed
                            Microsoft.Batch/batchAccounts/jobs/read (data action)
                            Microsoft.Batch/batchAccounts/jobs/write (data action)
                            Microsoft.Batch/batchAccounts/pools/read (action)""");
        batch.access().needed().areAllowedBy(BuiltInRoles.BATCH_DATA_CONTRIBUTOR);
    }

    @Test
    void areAllowedBy_refusedRequests_countAsWell() {
        batch.access().revokeAll();
        assertThat(calls.delete("/jobs/j").status()).isEqualTo(403);

        NeededPermissions needed = batch.access().needed();

        assertThat(needed.permissions()).containsExactly(Permission.dataAction("jobs/delete"));
        assertThatThrownBy(() -> needed.areAllowedBy(BuiltInRoles.BATCH_ACCOUNT_READER))
                .hasMessageContaining("DELETE /jobs/j");
    }

    @Test
    void useAllOf_roleThatAllowsMore_namesWhatCouldGo() {
        runTheNightlyJob();
        NeededPermissions needed = batch.access().needed();

        needed.useAllOf(needed.role("r")).useAllOf(needed.role("r").withWildcards());
        assertThatThrownBy(() -> needed.useAllOf(BuiltInRoles.BATCH_JOB_SUBMITTER))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("allows more than was needed")
                .hasMessageContaining("- Microsoft.Batch/batchAccounts/jobSchedules/* (data action), not needed");
        RoleComparison comparison = needed.comparedTo(BuiltInRoles.READER);
        assertThat(comparison.missing())
                .containsExactly(Permission.dataAction("jobs/read"), Permission.dataAction("jobs/write"));
        assertThat(comparison.unused()).isEmpty();
    }

    @Test
    void needed_showsSomeOfManyRequestsAndCountsAll() {
        IntStream.range(0, 7).forEach(i -> calls.get("/jobs/j" + i));
        calls.get("/jobs/j0");

        assertThat(batch.access().needed()).hasToString("""
                Microsoft.Batch/batchAccounts/jobs/read (data action), needed by 8 requests
                    GET /jobs/j0
                    GET /jobs/j1
                    GET /jobs/j2
                    GET /jobs/j3
                    GET /jobs/j4
                    and others""");
        assertThat(batch.access().needed().requests(Permission.dataAction("jobs/read")))
                .hasSize(5);
        assertThat(batch.access().needed().requests(Permission.dataAction("jobs/write")))
                .isEmpty();
        batch.access().forgetNeeded();
        assertThat(batch.access().needed()).hasToString("nothing was needed");
    }

    @Test
    void of_aPrincipal_isItsPart_andSharedKeysCountAsOne() {
        calls.get("/jobs");
        try (FakeBatch keyed = FakeBatch.builder()
                .authentication(AuthenticationMode.SHARED_KEY)
                .account("keyed")
                .resourceGroup("s", "other")
                .start()) {
            SharedKeySigner signer = new SharedKeySigner(
                    keyed.accountName(), keyed.accountKey(), keyed.clock().instant());
            String target = "/pools?api-version=" + BatchCalls.VERSION;
            calls.authorized(signer.sign("GET", target, "", 0))
                    .raw("GET", keyed.url() + target, null, Map.of("ocp-date", signer.dateHeader()));

            NeededPermissions both = batch.access().needed().and(keyed.access().needed());

            assertThat(both.of(entra.servicePrincipalId().toUpperCase(Locale.ROOT))
                            .permissions())
                    .containsExactly(Permission.dataAction("jobs/read"));
            assertThat(both.of(Gatekeeper.SHARED_KEY).permissions()).containsExactly(Permission.action("pools/read"));
            assertThat(both.principals()).containsExactly(entra.servicePrincipalId(), Gatekeeper.SHARED_KEY);
            assertThat(both.role("r").assignableScopes())
                    .containsExactlyInAnyOrder(GROUP, "/subscriptions/s/resourceGroups/other");
        }
    }

    @Test
    void of_whoeverNeededNothing_isRefusedWithWhoDid() {
        runTheNightlyJob();
        NeededPermissions needed = batch.access().needed();

        assertThatThrownBy(() -> needed.of(entra.clientId().toUpperCase(Locale.ROOT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("that is the client id of an application, which called as the principal "
                        + entra.servicePrincipalId());
        assertThatThrownBy(
                        () -> needed.and(needed).of(entra.servicePrincipalId()).of(entra.clientId()))
                .hasMessageEndingWith(entra.servicePrincipalId());
        assertThatThrownBy(() -> needed.of("nobody"))
                .hasMessage(
                        "no principal 'nobody' needed a permission; those that did, by their object ids, which are no"
                                + " client ids: [" + entra.servicePrincipalId() + "]");
        batch.access().forgetNeeded();
        assertThatThrownBy(() -> batch.access().needed().of(entra.clientId())).hasMessageEndingWith("; nobody did");
    }

    @Test
    void nothingNeeded_neitherAssertionNorRole() {
        NeededPermissions nothing = batch.access().needed();

        assertThatThrownBy(() -> nothing.areAllowedBy(BuiltInRoles.BATCH_DATA_CONTRIBUTOR))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("nothing was needed")
                .hasMessageContaining("'Azure Batch Data Contributor'");
        assertThatThrownBy(() -> nothing.role("r"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("nothing was needed");
        assertThatThrownBy(() -> nothing.useAllOf(BuiltInRoles.BATCH_JOB_SUBMITTER))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void toJson_severalGrants_areJoinedUnlessOneTakesBack() {
        RoleDefinition.Grant jobs = new RoleDefinition.Grant(
                List.of(), List.of(), List.of("Microsoft.Batch/batchAccounts/jobs/*"), List.of());
        RoleDefinition.Grant pools = new RoleDefinition.Grant(
                List.of("Microsoft.Batch/batchAccounts/pools/*"), List.of(), List.of(), List.of());
        RoleDefinition.Grant less = new RoleDefinition.Grant(List.of("*"), List.of("*/delete"), List.of(), List.of());
        RoleDefinition joined = new RoleDefinition("i", "two", "", List.of(jobs, pools), List.of(GROUP));
        RoleDefinition mixed = new RoleDefinition("i", "two", "", List.of(jobs, less), List.of(GROUP));

        assertThat(joined.toJson()).contains("jobs/*", "pools/*");
        assertThatThrownBy(mixed::toJson)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'two'");
    }
}
