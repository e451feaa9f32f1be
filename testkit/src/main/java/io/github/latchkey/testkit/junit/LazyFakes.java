package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.FakeAzure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fakes in a store of JUnit's, which closes them. They start when they are first asked for. */
final class LazyFakes implements AutoCloseable {

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
