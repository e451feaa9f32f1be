package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What supplies a secret may hang as a server may, and ends as one typed error that names it. */
class HangingSuppliersTest {

    private static final TokenRequest BATCH = TokenRequest.forScopes("https://batch.core.windows.net//.default");
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Scheduler oneThread = Schedulers.newBoundedElastic(1, 100, "one", 10, true);
    private final EntraClient impatient = EntraClient.builder()
            .blockingScheduler(oneThread)
            .requestTimeout(Duration.ofMillis(200))
            .build();

    @AfterEach
    void close() {
        impatient.dispose();
        oneThread.dispose();
    }

    private static String hang() {
        try {
            NEVER.await();
            throw new AssertionError("never");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClientSecretCredential secret(Supplier<String> supplier) {
        return Credential.clientSecret()
                .tenantId("contoso.example")
                .clientId("app")
                .clientSecret(supplier)
                .build();
    }

    static Stream<Arguments> credentials() {
        return Stream.of(
                Arguments.of("client secret", secret(HangingSuppliersTest::hang)),
                Arguments.of(
                        "client certificate",
                        Credential.clientCertificate()
                                .tenantId("contoso.example")
                                .clientId("app")
                                .certificate((Supplier<ClientCertificate>) () -> {
                                    throw new IllegalStateException(hang());
                                })
                                .build()),
                Arguments.of(
                        "client assertion",
                        Credential.clientAssertion()
                                .tenantId("contoso.example")
                                .clientId("app")
                                .assertion(() -> CompletableFuture.completedFuture(hang()))
                                .build()),
                Arguments.of(
                        "client assertion",
                        Credential.clientAssertion()
                                .tenantId("contoso.example")
                                .clientId("app")
                                .assertion(CompletableFuture::new)
                                .build()),
                Arguments.of("client secret", Credential.onBehalfOf(secret(HangingSuppliersTest::hang), "user-token")),
                Arguments.of(
                        "refresh token",
                        Credential.refreshToken()
                                .client(secret(() -> "secret"))
                                .refreshToken(HangingSuppliersTest::hang)
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void acquire_supplierHangs_endsByTheTimeoutAndNamesIt(String what, Credential credential) {
        AuthenticationException e = Acquiring.failure(impatient.source(credential), BATCH);

        assertThat(e)
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("The " + what + " did not come in time")
                .hasMessageContaining("requestTimeout");
    }

    @Test
    void acquire_supplierHung_isInterruptedAndGivesItsThreadBack() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Acquiring.failure(
                impatient.source(secret(() -> {
                    try {
                        NEVER.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "too late";
                })),
                BATCH);

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void acquire_noThreadComesFree_failsTypedAndDoesNotAskTheSupplier() {
        CountDownLatch busy = new CountDownLatch(1);
        oneThread.schedule(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        EntraClient client = EntraClient.builder()
                .blockingScheduler(oneThread)
                .queueTimeout(Duration.ofMillis(100))
                .build();

        AuthenticationException e = Acquiring.failure(
                client.source(secret(() -> {
                    throw new AssertionError("asked");
                })),
                BATCH);
        busy.countDown();

        assertThat(e)
                .isInstanceOf(TransientAuthenticationException.class)
                .hasMessageContaining("client secret was not asked for: no thread came free");
    }
}
