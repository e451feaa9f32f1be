package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.http.RecordedRequest;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Prints the requests of a test or of a class that has failed. In the store of that test or class: JUnit closes it when
 * all is over, methods around the test included, and before the fakes that were put there earlier.
 */
@SuppressWarnings(
        "deprecation") // Stores close what is only AutoCloseable since JUnit 5.13, and not where that is turned off.
final class FailureReport implements AutoCloseable, ExtensionContext.Store.CloseableResource {

    private final ExtensionContext context;
    private final LazyFakes fakes;

    /** How many requests shared fakes had received before. */
    private volatile long before;

    FailureReport(ExtensionContext context, LazyFakes fakes) {
        this.context = context;
        this.fakes = fakes;
        this.before = total(fakes);
    }

    static long total(LazyFakes fakes) {
        FakeAzure azure = fakes.started();
        return azure == null ? 0 : azure.journal().total();
    }

    /** To be called when the fakes have forgotten all requests. */
    void beginAgain() {
        before = 0;
    }

    @Override
    public void close() {
        context.getExecutionException().ifPresent(failure -> print(context, failure, fakes, before));
    }

    /**
     * Tells of the requests that came after the first so many, which were those of other tests; of nothing when nothing
     * failed.
     */
    static void print(ExtensionContext context, Throwable failure, LazyFakes fakes, long before) {
        FakeAzure azure = fakes.started();
        if (azure != null && !(failure instanceof TestAbortedException)) {
            System.err.println(report(context.getDisplayName(), azure, before));
        }
    }

    private static String report(String test, FakeAzure azure, long before) {
        StringBuilder report = new StringBuilder()
                .append(test)
                .append(" failed; to repeat it with the same chance: -D")
                .append(FakeAzure.SEED_PROPERTY)
                .append('=')
                .append(azure.seed());
        long forgotten = azure.journal().forgotten();
        List<RecordedRequest> requests = azure.journal().requests().stream()
                .skip(Math.max(0, before - forgotten))
                .toList();
        report.append(requests.isEmpty() ? "\nit made no requests" : "\nit made these requests:");
        if (forgotten > before) {
            report.append("\n  ").append(forgotten - before).append(" earlier ones");
        }
        requests.forEach(request -> report.append("\n  ").append(request));
        return report.toString();
    }
}
