package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ClaimsRequest;
import io.github.latchkey.auth.TokenRequest;
import java.util.Optional;

/** Claims challenges in MSAL4J's form. */
final class MsalClaims {

    private MsalClaims() {}

    static Optional<ClaimsRequest> of(TokenRequest request) {
        return request.claims().map(ClaimsRequest::formatAsClaimsRequest);
    }
}
