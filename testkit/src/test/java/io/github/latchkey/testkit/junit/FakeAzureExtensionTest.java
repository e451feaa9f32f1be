package io.github.latchkey.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.latchkey.testkit.AzureCalls;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.junit.WithFakeAzure.Lifetime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs classes of tests and looks at what becomes of them. */
class FakeAzureExtensionTest {

    private static final List<FakeAzure> SEEN = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static EngineExecutionResults run(Class<?> type, Map<String, String> configuration) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .configurationParameters(configuration)
                .execute();
    }

    private static EngineExecutionResults run(Class<?> type) {
        return run(type, Map.of());
    }

    private static List<String> failures(EngineExecutionResults results) {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> String.valueOf(result.getThrowable().orElseThrow()))
                .toList();
    }

    @WithFakeAzure(lifetime = Lifetime.CLASS)
    static class Shared {

        @BeforeAll
        static void ask(FakeAzure azure) {
            program(azure).askForToken();
        }

        @RepeatedTest(2)
        void startsWithFakesThatAreReset(FakeAzure azure) {
            SEEN.add(azure);
            azure.tokenRequests().hasNone();
            program(azure).askForToken();
        }

        @Nested
        class Inner {
            @Test
            void sharesThemToo(FakeAzure azure) {
                SEEN.add(azure);
                azure.tokenRequests().hasNone();
            }
        }
    }

    private static AzureCalls program(FakeAzure azure) {
        return new AzureCalls(azure.httpClient(), azure.credentials());
    }

    @Test
    void lifetimeClass_fakesAreSharedAndResetBeforeEachTest() {
        assertThat(failures(run(Shared.class))).isEmpty();
        assertThat(SEEN).hasSize(3).containsOnly(SEEN.get(0));
    }

    /** Its factory cannot do with what the fakes have. */
    public record Fastidious(String value) {

        public static Fastidious environment(Map<String, String> variables) {
            String colour = variables.get("AZURE_FAVOURITE_COLOUR");
            if (colour == null) {
                throw new IllegalStateException("AZURE_FAVOURITE_COLOUR is missing");
            }
            return new Fastidious(colour);
        }
    }

    /** Its method of that name makes something else. */
    public record Unready(String value) {

        public static String environment(Map<String, String> variables) {
            return String.valueOf(variables.size());
        }
    }

    @WithFakeAzure
    static class OfOtherTypes {

        @Test
        void refused(Fastidious parameter) {}

        @Test
        void unknown(Unready parameter) {}
    }

    @Test
    void parameter_thatCannotBeMadeOfTheEnvironment_isRefusedWithTheReason() {
        assertThat(failures(run(OfOtherTypes.class)))
                .hasSize(2)
                .anySatisfy(refused -> assertThat(refused).contains("Fastidious.environment", "AZURE_FAVOURITE_COLOUR"))
                .anySatisfy(unknown -> assertThat(unknown).contains("No ParameterResolver registered", "Unready"));
    }

    @WithFakeAzure(lifetime = Lifetime.CLASS_WITHOUT_RESET)
    static class SharedAndKept {

        @RepeatedTest(2)
        void asksAgain(FakeAzure azure) {
            SEEN.add(azure);
            program(azure).askForToken();
        }
    }

    @Test
    void lifetimeClassWithoutReset_fakesAreSharedAsTheyAre() {
        run(SharedAndKept.class).testEvents().assertStatistics(statistics -> statistics.succeeded(2));

        assertThat(SEEN).hasSize(2).containsOnly(SEEN.get(0));
        SEEN.get(0).tokenRequests().hasCount(2);
    }

    @Test
    void lifetimeClass_concurrentTests_areRefusedUnlessTheyAreNotReset() {
        Map<String, String> concurrent = Map.of(
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent");

        assertThat(failures(run(Shared.class, concurrent)))
                .isNotEmpty()
                .allMatch(failure -> failure.contains("run concurrently") && failure.contains("SAME_THREAD"));
        assertThat(failures(run(SharedAndKept.class, concurrent))).isEmpty();
    }

    @WithFakeAzure
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        OneInstance(FakeAzure azure) {
            SEEN.add(azure);
        }

        @Test
        void test() {}
    }

    @WithFakeAzure
    static class TooEarly {

        @BeforeAll
        static void before(FakeAzure azure) {
            SEEN.add(azure);
        }

        @Test
        void test() {}
    }

    @Test
    void lifetimeTest_whereThereIsNoTest_isRefusedWithAWayOut() {
        assertThat(failures(run(OneInstance.class)))
                .singleElement()
                .asString()
                .contains("OneInstance(", "Lifetime.CLASS");
        assertThat(failures(run(TooEarly.class))).singleElement().asString().contains("before(", "Lifetime.CLASS");
        assertThat(SEEN).isEmpty();
    }

    static class Registered {

        @RegisterExtension
        static final FakeAzureExtension FAKES = FakeAzureExtension.describedBy(azure -> azure.seed(42));

        @RepeatedTest(2)
        void getsThem(FakeAzure azure) {
            SEEN.add(azure);
        }
    }

    static class RegisteredAndShared {

        @RegisterExtension
        static final FakeAzureExtension FAKES =
                FakeAzureExtension.describedBy(azure -> azure.seed(43)).lifetime(Lifetime.CLASS);

        @RepeatedTest(2)
        void getsThem(FakeAzure azure) {
            SEEN.add(azure);
        }
    }

    @ExtendWith(FakeAzureExtension.class)
    static class Bare {

        @Test
        void getsThem(FakeAzure azure) {
            SEEN.add(azure);
        }
    }

    @Test
    void registeredInAField_isDescribedThere() {
        assertThat(failures(run(Registered.class))).isEmpty();
        assertThat(SEEN).doesNotHaveDuplicates().extracting(FakeAzure::seed).containsExactly(42L, 42L);
        SEEN.clear();
        assertThat(failures(run(RegisteredAndShared.class))).isEmpty();
        assertThat(SEEN)
                .hasSize(2)
                .containsOnly(SEEN.get(0))
                .extracting(FakeAzure::seed)
                .containsOnly(43L);
        SEEN.clear();
        assertThat(failures(run(Bare.class))).isEmpty();
        assertThat(SEEN).hasSize(1);
    }

    @Test
    void afterTheTests_allFakesAreClosed() {
        run(Registered.class);
        run(RegisteredAndShared.class);

        assertThat(SEEN)
                .hasSize(4)
                .allSatisfy(azure -> assertThatThrownBy(() -> shakeHands(azure))
                        .as("nobody answers, or another process that has been given the port meanwhile")
                        .isInstanceOf(IOException.class));
    }

    private static void shakeHands(FakeAzure azure) throws IOException {
        try (Socket socket = azure.trust()
                .sslContext()
                .getSocketFactory()
                .createSocket("localhost", azure.entra().authorityHost().getPort())) {
            ((SSLSocket) socket).startHandshake();
        }
    }

    @WithFakeAzure
    static class Failing {

        @Test
        void failsAfterARequest(FakeAzure azure) {
            SEEN.add(azure);
            program(azure).call(azure.batch(), "GET", "/jobs");
            throw new IllegalStateException("the test's own failure");
        }

        @Test
        void succeeds(FakeAzure azure) {
            program(azure).askForToken();
        }

        @Test
        void failsWithoutFakes() {
            throw new IllegalStateException("the test's own failure");
        }
    }

    @Test
    void afterTheTests_whereStoresCloseTheirOwnKindOnly_allFakesAreClosedToo() {
        run(Registered.class, Map.of("junit.jupiter.extensions.store.close.autocloseable.enabled", "false"));

        assertThat(SEEN)
                .hasSize(2)
                .allSatisfy(azure -> assertThatThrownBy(() -> shakeHands(azure)).isInstanceOf(IOException.class));
    }

    @WithFakeAzure(lifetime = Lifetime.CLASS_WITHOUT_RESET)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class SharedAndFailing {

        @Test
        void a_succeeds(FakeAzure azure) {
            program(azure).askForToken();
            program(azure).askForToken();
        }

        @Test
        void b_fails(FakeAzure azure) {
            program(azure).call(azure.batch(), "GET", "/jobs");
            throw new IllegalStateException("the test's own failure");
        }

        @Test
        void c_failsWithoutARequest() {
            throw new IllegalStateException("the test's own failure");
        }
    }

    @Test
    void failedTest_withFakesThatOthersUsedBefore_printsItsOwnRequestsOnly() {
        assertThat(printedBy(SharedAndFailing.class, 2).lines().map(String::strip))
                .filteredOn(line -> !line.contains("latchkey.testkit.seed"))
                .containsExactly(
                        "it made these requests:",
                        "entra #3 POST /" + FakeEntra.DEFAULT_TENANT_ID + "/oauth2/v2.0/token -> 200",
                        "batch/latchkeytest #1 GET /jobs -> 200",
                        "it made no requests");
    }

    private static String printedBy(Class<?> type, int failures) {
        PrintStream standard = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(type).allEvents().failed().stream().map(Event::getType))
                    .hasSize(failures);
        } finally {
            System.setErr(standard);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Asks for the jobs, and fails. */
    private static void failAfterARequest(FakeAzure azure) {
        assertThat(program(azure).call(azure.batch(), "GET", "/jobs").status()).isZero();
    }

    @WithFakeAzure
    static class FailingConstructor {

        FailingConstructor(FakeAzure azure) {
            failAfterARequest(azure);
        }

        @Test
        void test() {}
    }

    @WithFakeAzure(lifetime = Lifetime.CLASS_WITHOUT_RESET)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class FailingConstructorOfAll {

        FailingConstructorOfAll(FakeAzure azure) {
            failAfterARequest(azure);
        }

        @Test
        void test() {}
    }

    @WithFakeAzure(lifetime = Lifetime.CLASS)
    static class FailingBeforeAll {

        @BeforeAll
        static void before(FakeAzure azure) {
            failAfterARequest(azure);
        }

        @Test
        void test() {}
    }

    @WithFakeAzure(lifetime = Lifetime.CLASS)
    static class FailingBeforeEach {

        @BeforeEach
        void before(FakeAzure azure) {
            failAfterARequest(azure);
        }

        @Test
        void test() {}
    }

    @WithFakeAzure
    static class FailingAfterEach {

        @Test
        void test() {}

        @AfterEach
        void after(FakeAzure azure) {
            failAfterARequest(azure);
        }
    }

    static class FailingWhereRegistered {

        @RegisterExtension
        final FakeAzureExtension fakes = FakeAzureExtension.describedBy(azure -> {});

        @Test
        void test(FakeAzure azure) {
            failAfterARequest(azure);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                FailingConstructor.class,
                FailingConstructorOfAll.class,
                FailingBeforeAll.class,
                FailingBeforeEach.class,
                FailingAfterEach.class,
                FailingWhereRegistered.class
            })
    void failure_whereverItIs_printsTheRequestsOnce(Class<?> type) {
        assertThat(told(printedBy(type, 1)))
                .hasSize(3)
                .endsWith("it made these requests:", "batch/latchkeytest #1 GET /jobs")
                .first()
                .asString()
                .endsWith(" failed");
    }

    @WithFakeAzure
    static class Dynamic {

        @TestFactory
        List<DynamicTest> tests(FakeAzure azure) {
            return List.of(
                    dynamicTest("the first", () -> failAfterARequest(azure)),
                    dynamicTest("the second", () -> program(azure).askForToken()),
                    dynamicTest("the third", () -> {
                        program(azure).askForToken();
                        assumeTrue(false);
                    }),
                    dynamicTest("the fourth", () -> failAfterARequest(azure)));
        }
    }

    @Test
    void dynamicTestThatFails_printsItsOwnRequests() {
        assertThat(told(printedBy(Dynamic.class, 2)))
                .containsExactly(
                        "the first failed",
                        "it made these requests:",
                        "batch/latchkeytest #1 GET /jobs",
                        "the fourth failed",
                        "it made these requests:",
                        "batch/latchkeytest #2 GET /jobs");
    }

    @WithFakeAzure
    static class Aborted {

        @Test
        void test(FakeAzure azure) {
            program(azure).askForToken();
            assumeTrue(false);
        }
    }

    @Test
    void testThatIsAborted_printsNothing() {
        assertThat(printedBy(Aborted.class, 0)).isEmpty();
    }

    /** Returns what is printed, without the requests to Entra ID, statuses and seeds. */
    private static List<String> told(String printed) {
        return printed.lines()
                .map(line -> line.strip().replaceAll("(; to repeat it| -> ).*", ""))
                .filter(line -> !line.startsWith("entra "))
                .toList();
    }

    @Test
    void failedTest_printsItsRequestsAndTheSeedAndNoSecret() {
        String printed = printedBy(Failing.class, 2);

        FakeAzure azure = SEEN.get(0);
        assertThat(printed.strip())
                .isEqualTo("failsAfterARequest(FakeAzure) failed; to repeat it with the same chance:"
                        + " -Dlatchkey.testkit.seed=" + azure.seed() + "\nit made these requests:\n"
                        + "  entra #1 POST /" + azure.entra().tenantId() + "/oauth2/v2.0/token -> 200\n"
                        + "  batch/latchkeytest #1 GET /jobs -> 200")
                .doesNotContain(azure.entra().clientSecret());
    }
}
