package io.github.latchkey.auth.entra;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Lets the servers of the tests write their journal under a lock on their own event loops; ours have no such leave. */
public final class TestServerBlocks implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.github.latchkey.testkit.http.Journal", "add")
                .allowBlockingCallsInside("io.github.latchkey.testkit.http.Journal$Slot", "outcome");
    }
}
