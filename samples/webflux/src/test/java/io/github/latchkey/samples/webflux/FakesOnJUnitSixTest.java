package io.github.latchkey.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.junit.BatchUrl;
import io.github.latchkey.testkit.junit.WithFakeAzure;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The testkit is compiled against JUnit 5; here its extension runs on the newest one. */
@WithFakeAzure
class FakesOnJUnitSixTest {

    private final FakeAzure azure;

    FakesOnJUnitSixTest(FakeAzure azure) {
        this.azure = azure;
    }

    @BeforeEach
    void before(FakeBatch batch) {
        assertThat(batch).isSameAs(azure.batch());
    }

    @Test
    void junit_isTheSixth() {
        assertThat(ExtensionContext.class.getPackage().getImplementationVersion())
                .startsWith("6.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void parameters_comeAfterTheArguments(String argument, @BatchUrl URI url) {
        assertThat(argument).hasSize(1);
        assertThat(url).isEqualTo(azure.batch().url());
    }

    @Nested
    class Inside {

        @Test
        void nested_hasTheSameFakes(FakeAzure inner) {
            assertThat(inner).isSameAs(azure);
        }
    }

    @Nested
    @WithFakeAzure(lifetime = WithFakeAzure.Lifetime.CLASS)
    class Shared {

        @Test
        void shared_isReset(FakeAzure inner) {
            inner.tokenRequests().hasNone();
        }
    }
}
