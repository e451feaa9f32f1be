package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchThrottling;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.batch.storage.BatchStorage;
import io.github.latchkey.testkit.time.TestClock;
import java.util.List;

/** Makes accounts without a server, whose time stands still. */
final class FrozenAccount {

    private FrozenAccount() {}

    static BatchAccount open(BatchQuirks quirks) {
        return new BatchAccount(new AccountOptions(
                "account",
                TestClock.frozen(),
                1,
                BatchTimings.defaults(),
                BatchLimits.defaults(),
                BatchThrottling.none(),
                quirks,
                TaskRules.builder().build(),
                new BatchStorage(),
                List.of(),
                null));
    }
}
