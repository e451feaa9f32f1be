package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;

/**
 * A grant (RFC 6749, section 4): asks the token endpoint once for each call, with the parameters of the grant and the
 * proof of the application.
 */
final class TokenGrant implements TokenSource {

    private final TokenEndpoint endpoint;
    private final Cloud cloud;
    private final String tenantId;
    private final String clientId;
    private final Proof proof;
    private final Kind kind;

    TokenGrant(TokenEndpoint endpoint, Cloud cloud, String tenantId, String clientId, Proof proof, Kind kind) {
        this.endpoint = endpoint;
        this.cloud = cloud;
        this.tenantId = tenantId;
        this.clientId = clientId;
        this.proof = proof;
        this.kind = kind;
    }

    @Override
    public CompletionStage<AccessToken> acquire(TokenRequest request) {
        String uri = TokenEndpoint.uri(cloud, request.tenantId().orElse(tenantId));
        return Mono.defer(() -> kind.addTo(
                        new Form().with("client_id", clientId).with("scope", String.join(" ", request.scopes()))))
                .flatMap(form -> proof.addTo(form, uri))
                .flatMap(form -> endpoint.redeem(uri, form, request))
                .flatMap(kind::accept)
                .toFuture();
    }

    /** What makes one grant different from another. */
    interface Kind {

        /** An application signs in as itself (RFC 6749, section 4.4). */
        Kind CLIENT_CREDENTIALS = form -> Mono.just(form.with("grant_type", "client_credentials"));

        /** A service calls on behalf of its caller (RFC 7523, section 2.1). */
        static Kind onBehalfOf(String userAssertion) {
            return form -> Mono.just(form.with("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                    .with("assertion", userAssertion)
                    .with("requested_token_use", "on_behalf_of"));
        }

        /**
         * Adds the parameters of the grant.
         *
         * @param form holds the client and the scope
         * @return the same form; starts on subscription
         */
        Mono<Form> addTo(Form form);

        /**
         * Takes what was issued.
         *
         * @param issued the answer
         * @return the token, when everything else in the answer is taken care of
         */
        default Mono<AccessToken> accept(IssuedToken issued) {
            return Mono.just(issued.accessToken());
        }
    }
}
