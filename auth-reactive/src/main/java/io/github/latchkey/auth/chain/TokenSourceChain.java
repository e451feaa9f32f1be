package io.github.latchkey.auth.chain;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.Options;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Asks several sources in order until one has a token, and from then on only that one. Thread-safe.
 *
 * <p>A source is passed over when it is unavailable ({@link CredentialUnavailableException}, also when it is made) or
 * does not answer by its deadline. Any other failure ends the call: a service whose secret has expired, whose tenant is
 * misspelled, or whose network is down, must not go on as somebody else; the error says why those before it were passed
 * over. When all are passed over, one error tells why each was.
 */
public final class TokenSourceChain implements TokenSource {

    static final Duration DEADLINE = Duration.ofSeconds(15);

    private final List<Link> links;
    private final Duration deadline;
    private final Scheduler timer;
    private volatile @Nullable Winner winner;

    private TokenSourceChain(Builder builder) {
        this.links = List.copyOf(builder.links);
        this.deadline = builder.deadline;
        this.timer = builder.timer != null ? builder.timer : Schedulers.parallel();
    }

    /**
     * Starts a chain.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        Winner known = winner;
        return known != null
                ? known.source.acquire(request)
                : next(0, request, new ArrayList<>()).toFuture();
    }

    /**
     * Returns the source that works here.
     *
     * @return its name, empty as long as none has had a token
     */
    public Optional<String> winner() {
        Winner known = winner;
        return known == null ? Optional.empty() : Optional.of(known.name);
    }

    private Mono<AccessToken> next(int index, TokenRequest request, List<String> passedOver) {
        if (index == links.size()) {
            return Mono.error(() -> new CredentialUnavailableException(
                    "None of the " + links.size() + " ways to sign in works here. " + String.join(" ", passedOver),
                    ErrorDetails.builder()
                            .remedy("Set up one of them, or choose a credential in the program.")
                            .build(),
                    null));
        }
        Link link = links.get(index);
        Mono<AccessToken> attempt = Mono.defer(() -> attempt(link, request))
                .onErrorMap(InvalidOptionException.class, e -> Options.unusable("credential", e, ErrorDetails.NONE));
        return attempt.onErrorResume(error -> {
            String reason = reason(error);
            if (reason == null) {
                return Mono.error(passedOver.isEmpty() ? error : withReasons(error, link, passedOver));
            }
            passedOver.add("[" + link.name + "] " + reason);
            return next(index + 1, request, passedOver);
        });
    }

    private Mono<AccessToken> attempt(Link link, TokenRequest request) {
        TokenSource source = link.source.get();
        return Mono.fromCompletionStage(() -> source.acquire(request))
                // Only here is it known whose time-out it is: a source may have one of its own.
                .timeout(
                        deadline,
                        Mono.error(() -> new CredentialUnavailableException(
                                "No answer within " + deadline, ErrorDetails.NONE, null)),
                        timer)
                .doOnNext(token -> winner = new Winner(link.name, source));
    }

    /** Whoever meant one of the sources before has to learn why it was not that one. */
    private static Throwable withReasons(Throwable error, Link link, List<String> passedOver) {
        String before = "Passed over: " + String.join(" ", passedOver);
        Throwable cause = cause(error);
        if (cause instanceof AuthenticationException known) {
            return known.after(before + " Then [" + link.name + "]");
        }
        cause.addSuppressed(new CredentialUnavailableException(before, ErrorDetails.NONE, null));
        return cause;
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** Returns why a source is passed over, {@code null} when it must not be. */
    private static @Nullable String reason(Throwable error) {
        Throwable cause = cause(error);
        return cause instanceof CredentialUnavailableException ? String.valueOf(cause.getMessage()) : null;
    }

    @Override
    public String toString() {
        return "TokenSourceChain" + links.stream().map(link -> link.name).toList();
    }

    /** One of the sources, made when its turn comes. */
    private record Link(String name, Supplier<? extends TokenSource> source) {}

    /** The source that works here. */
    private record Winner(String name, TokenSource source) {}

    /** Builds a {@link TokenSourceChain}; at least one source is required. Not thread-safe. */
    public static final class Builder {

        private final List<Link> links = new ArrayList<>();
        private Duration deadline = DEADLINE;
        private @Nullable Scheduler timer;

        private Builder() {}

        /**
         * Adds a source at the end.
         *
         * @param name what it is called in messages
         * @param source the source
         * @return this builder
         */
        public Builder add(String name, TokenSource source) {
            Objects.requireNonNull(source, "source");
            return addLater(name, () -> source);
        }

        /**
         * Adds a source at the end that is made when its turn comes.
         *
         * @param name what it is called in messages
         * @param source makes the source without blocking; may throw {@link CredentialUnavailableException} to be
         *     passed over, while an {@link InvalidOptionException} ends the call
         * @return this builder
         */
        public Builder addLater(String name, Supplier<? extends TokenSource> source) {
            links.add(new Link(Objects.requireNonNull(name, "name"), Objects.requireNonNull(source, "source")));
            return this;
        }

        /**
         * Sets how long each source may take, as long as none has had a token.
         *
         * @param deadline more than zero; default 15 seconds
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder deadline(Duration deadline) {
            this.deadline = Options.requirePositive("deadline", deadline);
            return this;
        }

        /**
         * Sets where deadlines are kept.
         *
         * @param timer the scheduler; default {@link Schedulers#parallel()}
         * @return this builder
         */
        public Builder timer(Scheduler timer) {
            this.timer = Objects.requireNonNull(timer, "timer");
            return this;
        }

        /**
         * Builds the chain.
         *
         * @return a chain that has asked nobody yet
         * @throws InvalidOptionException if there is no source
         */
        public TokenSourceChain build() {
            if (links.isEmpty()) {
                throw new InvalidOptionException("sources", null, "add at least one.");
            }
            return new TokenSourceChain(this);
        }
    }
}
