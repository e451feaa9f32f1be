package io.github.latchkey.auth.storm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.entra.EntraClient;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Ten thousand subscribers come at once and find no token. BlockHound watches every event loop. */
class TokenStormTest {

    private static final int SUBSCRIBERS = 10_000;

    private final FakeEntra entra = FakeEntra.start();
    private final Cloud cloud = Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource());
    private final EntraClient client =
            EntraClient.builder().httpClient(entra.httpClient()).build();
    private final Queue<AccessToken> tokens = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final TokenProvider provider = provider(entra.clientSecret());

    private TokenProvider provider(String secret) {
        return TokenProvider.builder(
                        client.source(Credential.clientSecret()
                                .cloud(cloud)
                                .tenantId(entra.tenantId())
                                .clientId(entra.clientId())
                                .clientSecret(secret)
                                .build()),
                        TokenRequest.forScopes(cloud.batchScope()))
                .build();
    }

    @AfterEach
    void close() {
        provider.dispose();
        client.dispose();
        entra.close();
    }

    private void storm(TokenProvider target, int subscribers) throws InterruptedException {
        CountDownLatch signals = new CountDownLatch(subscribers);
        for (int i = 0; i < subscribers; i++) {
            target.token()
                    .subscribe(
                            token -> {
                                tokens.add(token);
                                signals.countDown();
                            },
                            error -> {
                                errors.add(error);
                                signals.countDown();
                            });
        }
        assertThat(signals.await(60, TimeUnit.SECONDS))
                .as("everybody got a signal")
                .isTrue();
    }

    @Test
    void coldProvider_tenThousandSubscribers_oneRequestAndNoThreadWaits() throws Exception {
        provider(entra.clientSecret()).token().block(); // all pools are up
        long requests = entra.tokenRequests().count();
        int threads = Thread.activeCount();
        storm(provider, SUBSCRIBERS);
        assertThat(entra.tokenRequests().count() - requests).isEqualTo(1);
        assertThat(errors).isEmpty();
        assertThat(tokens).hasSize(SUBSCRIBERS);
        assertThat(Thread.activeCount() - threads)
                .as("threads added by ten thousand waiters")
                .isLessThan(20);
    }

    @Test
    void coldProvider_firstSubscriberCancels_theOthersStillGetIt() throws Exception {
        Disposable first = provider.token().subscribe();
        Disposable second = Schedulers.parallel().schedule(first::dispose);
        storm(provider, SUBSCRIBERS);
        second.dispose();
        assertThat(tokens).hasSize(SUBSCRIBERS);
        assertThat(entra.tokenRequests().count()).isEqualTo(1);
    }

    @Test
    void endpointFailsOnce_tenThousandSubscribers_twoRequestsAndNoError() throws Exception {
        entra.faults().on(FakeEntra.tokenEndpoint()).first(1).respondStatus(503);
        storm(provider, SUBSCRIBERS);
        assertThat(errors).isEmpty();
        assertThat(tokens).hasSize(SUBSCRIBERS);
        assertThat(entra.tokenRequests().count()).isEqualTo(2);
    }

    @Test
    void wrongSecret_tenThousandSubscribers_oneRequestAndOneTypedErrorForAll() throws Exception {
        TokenProvider broken = provider("wrong-secret-value");
        storm(broken, SUBSCRIBERS);
        assertThat(entra.tokenRequests().count()).isEqualTo(1);
        assertThat(tokens).isEmpty();
        assertThat(errors)
                .hasSize(SUBSCRIBERS)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOfSatisfying(AuthenticationException.class, failure -> {
                            assertThat(failure.errorCode()).hasValue(7000215);
                            assertThat(failure.isTransient()).isFalse();
                            assertThat(failure.correlationId()).isPresent();
                            assertThat(failure.getMessage())
                                    .contains("secret's value")
                                    .doesNotContain("wrong-secret-value");
                        }));
        broken.dispose();
    }

    @Test
    void everything_atTrace_logsNoSecretAndNoToken() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger engine = (Logger) LoggerFactory.getLogger(TokenProvider.class);
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage() + " " + event.getThrowableProxy());
            }
        };
        Level before = root.getLevel();
        List<ch.qos.logback.core.Appender<ILoggingEvent>> usual = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(usual::add);
        usual.forEach(root::detachAppender);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        engine.setLevel(Level.TRACE);
        String wrong = "wrong-secret-value";
        try {
            entra.faults().on(FakeEntra.tokenEndpoint()).first(1).respondStatus(503);
            storm(provider, 10);
            TokenProvider broken = provider(wrong);
            storm(broken, 10);
            lines.add(broken.toString() + broken.snapshot() + provider + provider.snapshot());
            broken.dispose();
        } finally {
            root.setLevel(before);
            engine.setLevel(Level.ERROR);
            root.detachAppender(appender);
            usual.forEach(root::addAppender);
        }
        AccessToken token = tokens.element();
        errors.forEach(error -> lines.add(error.toString()));
        lines.add(token.toString());
        assertThat(lines).hasSizeGreaterThan(50);
        assertThat(lines)
                .noneMatch(line ->
                        line.contains(token.value()) || line.contains(entra.clientSecret()) || line.contains(wrong));
    }
}
