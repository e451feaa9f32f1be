package io.github.latchkey.auth.reactive;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * The Reactive Streams TCK for the shared {@code Mono}: with a fresh token, and with a flight that has to land first.
 */
class TokenMonoTckTest {

    private final List<TokenProvider> providers = new ArrayList<>();

    @AfterEach
    void dispose() {
        providers.forEach(TokenProvider::dispose);
    }

    @TestFactory
    Stream<DynamicTest> freshToken() {
        return rules(() -> {
            TokenProvider provider = provider();
            provider.token().block();
            return provider;
        });
    }

    @TestFactory
    Stream<DynamicTest> flightThatLandsLater() {
        return rules(this::provider);
    }

    private TokenProvider provider() {
        return register(TokenProvider.builder(
                        request -> CompletableFuture.completedFuture(AccessToken.builder(
                                        "t", Instant.now(), Instant.now().plusSeconds(3600))
                                .build()),
                        TokenRequest.forScopes("scope"))
                .build());
    }

    private TokenProvider register(TokenProvider provider) {
        providers.add(provider);
        return provider;
    }

    private Stream<DynamicTest> rules(Supplier<TokenProvider> providers) {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(rule, new Verification(providers))));
    }

    private static void check(Method rule, Verification verification) throws Throwable {
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                throw new TestAbortedException(skipped.getMessage());
            }
            throw e.getCause();
        }
    }

    /** One element at the most, and an error for a failed publisher. */
    private final class Verification extends PublisherVerification<AccessToken> {

        private final Supplier<TokenProvider> source;

        Verification(Supplier<TokenProvider> source) {
            super(new TestEnvironment(500, 50));
            this.source = source;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1;
        }

        @Override
        public Publisher<AccessToken> createPublisher(long elements) {
            return source.get().token();
        }

        @Override
        public Publisher<AccessToken> createFailedPublisher() {
            return register(TokenProvider.builder(
                                    request -> CompletableFuture.failedFuture(
                                            new PermanentAuthenticationException("Refused", ErrorDetails.NONE, null)),
                                    TokenRequest.forScopes("scope"))
                            .build())
                    .token();
        }
    }
}
