package io.github.latchkey.auth.reactive.msal;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.entra.EntraClient;
import java.time.Clock;
import java.time.Duration;

class EntraClientContractTest extends ServicePrincipalContract {

    @Override
    TokenSource source(Clock clock, Duration requestTimeout, Credential credential, String... capabilities) {
        return EntraClient.builder()
                .httpClient(entra.httpClient())
                .requestTimeout(requestTimeout)
                .clock(clock)
                .clientCapabilities(capabilities)
                .build()
                .source(credential);
    }
}
