package io.github.latchkey.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.AzureCalls;
import io.github.latchkey.testkit.ClientCredentials;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.net.URI;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

@WithFakeAzure
class WithFakeAzureTest {

    /** All fakes that these tests have got; each may be got once. */
    private static final Set<FakeAzure> SEEN =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private final FakeAzure constructed;
    private boolean prepared;

    WithFakeAzureTest(FakeAzure azure) {
        this.constructed = azure;
        assertThat(SEEN.add(azure)).as("fresh for this test").isTrue();
    }

    @BeforeEach
    void prepare(FakeAzure azure) {
        assertThat(azure).isSameAs(constructed);
        prepared = true;
    }

    @Test
    void test_parameters_areOfTheSameFakes(
            FakeAzure azure,
            FakeEntra entra,
            FakeBatch batch,
            TestClock clock,
            Journal journal,
            TestAuthority trust,
            HttpClient http,
            ClientCredentials credentials,
            ForeignCredential ready,
            @BatchUrl URI batchUrl,
            @AuthorityHost URI authorityHost) {
        assertThat(azure).isSameAs(constructed);
        assertThat(prepared).isTrue();
        assertThat(entra).isSameAs(azure.entra());
        assertThat(batch).isSameAs(azure.batch());
        assertThat(clock).isSameAs(azure.clock());
        assertThat(clock.isFrozen()).isFalse();
        assertThat(journal).isSameAs(azure.journal());
        assertThat(trust).isSameAs(azure.trust());
        assertThat(batchUrl).isEqualTo(batch.url());
        assertThat(authorityHost).isEqualTo(entra.authorityHost());
        assertThat(ready.variables()).isEqualTo(azure.environment());
        assertThat(new AzureCalls(http, credentials).call(batch, "GET", "/jobs").status())
                .isEqualTo(200);
        azure.tokenRequests().hasCount(1);
    }

    /** As a client library has it that the testkit does not know. */
    public record ForeignCredential(Map<String, String> variables) {

        public static ForeignCredential environment(Map<String, String> variables) {
            return new ForeignCredential(variables);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void parameterisedTest_eachInvocation_hasFreshFakes(int number, FakeAzure azure) {
        assertThat(number).isBetween(1, 3);
        assertThat(azure).isSameAs(constructed);
        azure.tokenRequests().hasNone();
    }

    @Nested
    class InANestedClass {

        private final FakeBatch batch;

        InANestedClass(FakeBatch batch) {
            this.batch = batch;
        }

        @Test
        void test_sharesTheFakesWithTheOuterInstance(FakeAzure azure) {
            assertThat(azure).isSameAs(constructed);
            assertThat(azure.batch()).isSameAs(batch);
        }
    }

    @Nested
    @WithFakeAzure(value = TwoAccounts.class, frozenClock = true)
    class WithADescriptionOfItsOwn {

        @Test
        void test_hasTheFakesThatTheInnerAnnotationDescribes(FakeAzure azure, @BatchUrl("second") URI second) {
            assertThat(azure).isSameAs(constructed);
            assertThat(second).isEqualTo(azure.batch("second").url());
            assertThat(azure.clock().isFrozen()).isTrue();
        }
    }

    static class TwoAccounts implements FakeAzureSetup {

        @Override
        public void describe(FakeAzure.Builder azure) {
            azure.batch("first", batch -> {}).batch("second", batch -> {});
        }
    }
}
