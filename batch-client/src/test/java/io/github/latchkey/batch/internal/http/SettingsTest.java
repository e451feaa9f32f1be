package io.github.latchkey.batch.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.batch.ServiceVersion;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

class SettingsTest {

    @ParameterizedTest(name = "{0} {1}, client {2}, server {3}: {4}")
    @CsvSource({
        "JOB_GET,             V2024_02_01,      ,      , 40",
        "JOB_GET,             V2024_02_01,      ,   10 , 40",
        "JOB_GET,             V2024_02_01,      ,   60 , 65",
        "JOB_GET,             V2024_02_01,   50 ,      , 50",
        "JOB_GET,             V2024_02_01,   50 ,   60 , 65",
        "TASK_ADD_COLLECTION, V2024_02_01,      ,      , 125",
        "TASK_ADD_COLLECTION, V2024_07_01,      ,      , 125",
        "TASK_ADD_COLLECTION, V2025_06_01,      ,      , 40",
        "TASK_ADD_COLLECTION, V2024_02_01,   50 ,      , 50",
        "TASK_ADD_COLLECTION, V2024_02_01,      ,   20 , 40",
        "TASK_ADD_COLLECTION, V2024_02_01,   50 ,   90 , 95"
    })
    void patience_coversTheTimeThatTheServiceTakes(
            Operation operation, ServiceVersion version, @Nullable Long client, @Nullable Long server, long expected) {
        Duration patience = settings(version, seconds(client)).patience(operation, seconds(server));

        assertThat(patience).isEqualTo(Duration.ofSeconds(expected));
    }

    private static @Nullable Duration seconds(@Nullable Long number) {
        return number == null ? null : Duration.ofSeconds(number);
    }

    private static Settings settings(ServiceVersion version, @Nullable Duration attemptTimeout) {
        return new Settings(
                Origin.of("https://account.region.batch.azure.com", false),
                HttpClient.create(),
                new DelegateSigner(() -> Mono.just("t")),
                version,
                Duration.ofMinutes(3),
                attemptTimeout,
                new Settings.RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
                Schedulers.parallel(),
                Clock.systemUTC(),
                () -> "",
                "",
                false);
    }
}
