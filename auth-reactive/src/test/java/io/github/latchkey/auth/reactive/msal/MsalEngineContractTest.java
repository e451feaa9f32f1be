package io.github.latchkey.auth.reactive.msal;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.msal.MsalEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class MsalEngineContractTest extends ServicePrincipalContract {

    private final List<MsalEngine> engines = new ArrayList<>();

    @AfterEach
    void closeEngines() {
        engines.forEach(MsalEngine::close);
    }

    @Override
    TokenSource source(Clock clock, Duration requestTimeout, Credential credential, String... capabilities) {
        MsalEngine engine = MsalEngine.builder()
                .httpClient(ReactorNettyMsalClient.of(entra.httpClient(), requestTimeout))
                .requestTimeout(requestTimeout)
                .clock(clock)
                .clientCapabilities(capabilities)
                .build();
        engines.add(engine);
        return engine.source(credential);
    }
}
