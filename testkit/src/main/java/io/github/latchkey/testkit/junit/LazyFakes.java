package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.FakeAzure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fakes in a store of JUnit's, which closes them. They start when they are first asked for. */
@SuppressWarnings(
        "deprecation") // Stores close what is only AutoCloseable since JUnit 5.13, and not where that is turned off.
final class LazyFakes implements AutoCloseable, ExtensionContext.Store.CloseableResource {

    private final Supplier<FakeAzure.Builder> description;
    private @Nullable FakeAzure azure;

    LazyFakes(Supplier<FakeAzure.Builder> description) {
        this.description = description;
    }

    synchronized FakeAzure azure() {
        if (azure == null) {
            azure = description.get().start();
        }
        return azure;
    }

    synchronized @Nullable FakeAzure started() {
        return azure;
    }

    @Override
    public synchronized void close() {
        if (azure != null) {
            azure.close();
        }
    }
}
