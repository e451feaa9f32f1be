package io.github.latchkey.auth.reactive.msal;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.entra.EntraClient;

class EntraClientContractTest extends ServicePrincipalContract {

    @Override
    TokenSource source(Credential credential, String... capabilities) {
        return EntraClient.builder()
                .httpClient(entra.httpClient())
                .clientCapabilities(capabilities)
                .build()
                .source(credential);
    }
}
