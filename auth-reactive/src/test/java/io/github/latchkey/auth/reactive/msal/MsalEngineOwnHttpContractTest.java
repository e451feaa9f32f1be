package io.github.latchkey.auth.reactive.msal;

import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.msal.MsalEngine;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;

/** The engine with the HTTP client that it makes itself, which trusts what the JVM trusts. */
class MsalEngineOwnHttpContractTest extends ServicePrincipalContract {

    private final List<MsalEngine> engines = new ArrayList<>();
    private final SSLContext trustBefore = trust();

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(MsalEngine::close);
        SSLContext.setDefault(trustBefore);
    }

    @Override
    TokenSource source(Clock clock, Duration requestTimeout, Credential credential, String... capabilities) {
        SSLContext.setDefault(entra.trust().sslContext());
        MsalEngine engine = MsalEngine.builder()
                .requestTimeout(requestTimeout)
                .clock(clock)
                .clientCapabilities(capabilities)
                .build();
        engines.add(engine);
        return engine.source(credential);
    }
}
