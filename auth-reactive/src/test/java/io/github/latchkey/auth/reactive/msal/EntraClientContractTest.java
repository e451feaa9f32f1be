package io.github.latchkey.auth.reactive.msal;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.entra.EntraClient;

class EntraClientContractTest extends ServicePrincipalContract {

    private final EntraClient client =
            EntraClient.builder().httpClient(entra.httpClient()).build();

    @Override
    TokenSource source(Credential credential) {
        return client.source(credential);
    }
}
