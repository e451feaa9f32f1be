package io.github.latchkey.auth.reactive.msal;

import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.net.URI;

/** The two applications that people sign in to: one on their own machine, and one in the web. */
final class People {

    static final String DESKTOP = "d41d8cd9-8f00-4204-a980-0998ecf8427e";
    static final String WEB = "1f3870be-274f-4c49-b3e3-1a0c6728957f";
    static final String WEB_SECRET = "web-secret";
    static final URI WEB_REDIRECT = URI.create("https://app.contoso.example/signin");
    static final TokenRequest BATCH = TokenRequest.forScopes("https://batch.core.windows.net//user_impersonation");

    private People() {}

    /** Describes an Entra ID that knows both. */
    static FakeEntra.Builder entra() {
        return FakeEntra.builder()
                .app(EntraApp.builder(DESKTOP)
                        .allowPublicClient(true)
                        .publicRedirect("http://localhost")
                        .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                        .build())
                .app(EntraApp.builder(WEB)
                        .secret(WEB_SECRET)
                        .webRedirect(WEB_REDIRECT.toString())
                        .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                        .build());
    }
}
