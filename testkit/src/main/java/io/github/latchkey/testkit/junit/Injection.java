package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.ClientCredentials;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ParameterContext;
import reactor.netty.http.client.HttpClient;

/** Which parameter gets what of the fakes. */
final class Injection {

    private static final Map<Class<?>, Function<FakeAzure, Object>> BY_TYPE = Map.of(
            FakeAzure.class, azure -> azure,
            FakeEntra.class, FakeAzure::entra,
            FakeBatch.class, FakeAzure::batch,
            TestClock.class, FakeAzure::clock,
            Journal.class, FakeAzure::journal,
            TestAuthority.class, FakeAzure::trust,
            ClientCredentials.class, FakeAzure::credentials,
            HttpClient.class, FakeAzure::httpClient);

    private Injection() {}

    /** Tells what a parameter gets; empty when it is none of ours. */
    static Optional<Function<FakeAzure, Object>> of(ParameterContext parameter) {
        Class<?> type = parameter.getParameter().getType();
        if (BY_TYPE.containsKey(type)) {
            return Optional.of(BY_TYPE.get(type));
        }
        if (!type.equals(URI.class)) {
            return EnvironmentFactory.of(type).map(factory -> azure -> factory.make(azure.environment()));
        }
        if (parameter.isAnnotated(AuthorityHost.class)) {
            return Optional.of(azure -> azure.entra().authorityHost());
        }
        return parameter
                .findAnnotation(BatchUrl.class)
                .map(url -> azure -> (url.value().isEmpty() ? azure.batch() : azure.batch(url.value())).url());
    }
}
