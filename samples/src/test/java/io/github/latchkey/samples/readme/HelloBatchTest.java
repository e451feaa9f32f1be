package io.github.latchkey.samples.readme;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class HelloBatchTest {

    @Test
    void main_runs() {
        assertThatCode(() -> HelloBatch.main(new String[0])).doesNotThrowAnyException();
    }
}
