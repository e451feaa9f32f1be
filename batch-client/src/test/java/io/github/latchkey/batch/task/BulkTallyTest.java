package io.github.latchkey.batch.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.batch.BulkSummary;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BulkTallyTest {

    private final BulkTally tally = new BulkTally();
    private final BulkEntry entry = new BulkEntry(tally, "t", new byte[0]);

    @Test
    void sending_beforeTheLastSummary_isCountedInIt() {
        assertThat(tally.sending(entry::sent)).isTrue();

        assertThat(tally.close()).isEqualTo(new BulkSummary(1, 0, 0, 0, 1, 0));
    }

    @Test
    void sending_afterTheLastSummary_isRefused() {
        AtomicBoolean noted = new AtomicBoolean();
        assertThat(tally.close()).isEqualTo(new BulkSummary(1, 0, 0, 0, 0, 1));

        assertThat(tally.sending(() -> noted.set(true))).isFalse();

        assertThat(noted).isFalse();
    }
}
