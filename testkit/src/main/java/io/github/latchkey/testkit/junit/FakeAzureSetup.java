package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.FakeAzure;

/** Describes the fakes that tests get. */
@FunctionalInterface
public interface FakeAzureSetup {

    /**
     * Describes the fakes. Called before each start.
     *
     * @param azure the description so far
     */
    void describe(FakeAzure.Builder azure);
}
