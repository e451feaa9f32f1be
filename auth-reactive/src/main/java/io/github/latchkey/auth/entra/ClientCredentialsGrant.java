package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The client credentials grant (RFC 6749, section 4.4): an application signs in as itself. */
final class ClientCredentialsGrant implements TokenSource {

    private final TokenEndpoint endpoint;
    private final Cloud cloud;
    private final String tenantId;
    private final String clientId;
    private final Proof proof;

    ClientCredentialsGrant(TokenEndpoint endpoint, Cloud cloud, String tenantId, String clientId, Proof proof) {
        this.endpoint = endpoint;
        this.cloud = cloud;
        this.tenantId = tenantId;
        this.clientId = clientId;
        this.proof = proof;
    }

    /** Proves the application by a secret that is asked for anew each time, where blocking is allowed. */
    static Proof secret(Supplier<String> secret, Scheduler blocking) {
        return form -> Mono.fromCallable(() -> form.with("client_secret", requirePresent(secret.get())))
                .subscribeOn(blocking);
    }

    private static String requirePresent(@Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            throw new PermanentAuthenticationException(
                    "The client secret's supplier answered nothing",
                    ErrorDetails.builder()
                            .remedy("Check where the secret comes from; it is asked for anew on each flight.")
                            .build(),
                    null);
        }
        return secret;
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        Form form = new Form()
                .with("grant_type", "client_credentials")
                .with("client_id", clientId)
                .with("scope", String.join(" ", request.scopes()));
        request.claims().ifPresent(claims -> form.with("claims", claims));
        return proof.addTo(form)
                .flatMap(ready -> endpoint.redeem(cloud, request.tenantId().orElse(tenantId), ready, request))
                .toFuture();
    }

    /** How the application proves itself. */
    @FunctionalInterface
    interface Proof {

        /**
         * Adds the proof to a form.
         *
         * @param form the form
         * @return the same form, when the proof is there; starts on subscription
         */
        Mono<Form> addTo(Form form);
    }
}
