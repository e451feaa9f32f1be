package io.github.latchkey.auth.reactive.msal;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.msal.MsalEngine;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class MsalEngineContractTest extends ServicePrincipalContract {

    private final MsalEngine engine = MsalEngine.builder()
            .httpClient(ReactorNettyMsalClient.of(entra.httpClient(), Duration.ofSeconds(10)))
            .build();

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Override
    TokenSource source(Credential credential) {
        return engine.source(credential);
    }
}
