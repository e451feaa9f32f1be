package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.time.Clock;

/**
 * Looks at the status before MSAL4J looks at the body: a 429 is plain text and a 503 may be HTML, and MSAL4J, which expects
 * JSON with a description, would forget status and {@code Retry-After} over it.
 */
final class GuardedHttpClient implements IHttpClient {

    private final IHttpClient client;
    private final Clock clock;

    GuardedHttpClient(IHttpClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws Exception {
        IHttpResponse response = client.send(request);
        int status = response.statusCode();
        String body = response.body() == null ? "" : response.body();
        boolean passes = status == 429 || status == 408 || status >= 500;
        if (passes || (status >= 300 && !body.stripLeading().startsWith("{"))) {
            ErrorDetails details = ErrorDetails.builder()
                    .statusCode(status)
                    .errorCodes(MsalErrors.codes(body))
                    .retryAfter(MsalErrors.retryAfter(response.headers(), clock))
                    .build();
            String attempt = "Request to " + request.url().getHost();
            throw passes
                    ? new TransientAuthenticationException(
                            attempt + (status == 429 ? " was throttled" : " failed for the moment"), details, null)
                    : new PermanentAuthenticationException(
                            attempt + " got an answer that Entra ID does not give", details, null);
        }
        return response;
    }
}
