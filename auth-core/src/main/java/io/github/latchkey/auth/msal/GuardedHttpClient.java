package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the answers before MSAL4J does, and turns what is no success into one typed error. MSAL4J expects JSON with a
 * description and forgets status and {@code Retry-After} over a plain-text 429 or an HTML 503; of the JSON errors it
 * keeps neither the sub-error nor the numbers.
 */
final class GuardedHttpClient implements IHttpClient {

    private static final String SECONDS_BETWEEN_POLLS = "5"; // RFC 8628, section 3.2

    private final IHttpClient client;
    private final Clock clock;

    GuardedHttpClient(IHttpClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    static String attempt(HttpRequest request) {
        return "Sign-in request to " + request.url().getHost();
    }

    /** Returns what is known before there is an answer. */
    static ErrorDetails sent(HttpRequest request) {
        Map<String, String> headers = request.headers();
        return ErrorDetails.builder()
                .correlationId(headers == null ? null : headers.get("client-request-id"))
                .build();
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws InterruptedException {
        IHttpResponse response;
        try {
            response = client.send(request);
        } catch (InterruptedException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw EntraErrors.unanswered(attempt(request), sent(request), causeOf(e));
        } catch (Exception e) {
            throw EntraErrors.unanswered(attempt(request), sent(request), e);
        }
        Optional<JsonAnswer> answer = JsonAnswer.read(response.body());
        return response.statusCode() == 200 ? success(request, response, answer) : other(request, response, answer);
    }

    private static IOException causeOf(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause != null ? cause : new IOException(e);
    }

    private IHttpResponse other(HttpRequest request, IHttpResponse response, Optional<JsonAnswer> answer) {
        int status = response.statusCode();
        String error = answer.flatMap(json -> json.text("error")).orElse("");
        // MSAL4J polls on while the person has not signed in, and does without the directory of clouds.
        boolean expected = error.equals("authorization_pending")
                || (isDiscovery(request)
                        && !EntraErrors.isTrouble(status)
                        && !error.isEmpty() // without one MSAL4J fails
                        && !error.equals("invalid_instance"));
        if (expected) {
            return response;
        }
        ErrorDetails.Builder details =
                sent(request).toBuilder().statusCode(status).retryAfterOf(response.headers(), clock.instant());
        answer.ifPresent(json -> json.addTo(details));
        throw EntraErrors.answered(
                attempt(request),
                details.build(),
                answer.flatMap(json -> json.text("error_description")).orElse(null));
    }

    private static boolean isDiscovery(HttpRequest request) {
        return request.url().getPath().endsWith("/discovery/instance");
    }

    private static IHttpResponse success(HttpRequest request, IHttpResponse response, Optional<JsonAnswer> answer) {
        String path = request.url().getPath();
        if (path.endsWith("/token")) {
            new Success(request, answer).requireToken();
        } else if (path.endsWith("/devicecode")) {
            Success codes = new Success(request, answer);
            codes.requireDeviceCode();
            return codes.has("interval") ? response : withInterval(response);
        } else if (path.contains("/userrealm/")) {
            new Success(request, answer).requireText("account_type");
        } else if (isDiscovery(request)) {
            new Success(request, answer).requireText("tenant_discovery_endpoint");
        }
        return response; // others are XML, from a user's federated domain
    }

    /** Without it MSAL4J would poll without a pause. */
    private static IHttpResponse withInterval(IHttpResponse response) {
        HttpResponse complete = new HttpResponse()
                .statusCode(response.statusCode())
                .body(response.body().replaceFirst("\\{", "{\"interval\":" + SECONDS_BETWEEN_POLLS + ","));
        complete.addHeaders(response.headers());
        return complete;
    }

    /** A success that MSAL4J may read, or the error that it is. */
    private static final class Success {

        private final HttpRequest request;
        private final JsonAnswer answer;

        Success(HttpRequest request, Optional<JsonAnswer> answer) {
            this.request = request;
            this.answer = answer.orElseThrow(() -> unreadable("it is not a JSON object"));
        }

        void requireToken() {
            requireText("access_token");
            if (answer.has("token_type")
                    && !"Bearer".equalsIgnoreCase(answer.text("token_type").orElse(""))) {
                throw unusable("its token_type is not Bearer");
            }
            requireSeconds("expires_in");
        }

        void requireDeviceCode() {
            requireText("user_code");
            requireText("device_code");
            requireText("verification_uri");
            requireSeconds("expires_in");
        }

        boolean has(String name) {
            return answer.has(name);
        }

        private void requireText(String name) {
            if (!answer.has(name)) {
                throw unusable("it holds no " + name);
            }
            if (answer.text(name).isEmpty()) {
                throw unreadable("member " + name + " is not a string");
            }
        }

        private void requireSeconds(String name) {
            if (!answer.has(name)) {
                throw unusable("it does not say " + name);
            }
            long seconds =
                    answer.number(name).orElseThrow(() -> unreadable("member " + name + " is not a number of seconds"));
            if (seconds <= 0) {
                throw unusable("it has expired already");
            }
        }

        private AuthenticationException unusable(String flaw) {
            return EntraErrors.unusable(attempt(request), details(request), flaw);
        }

        private AuthenticationException unreadable(String flaw) {
            return EntraErrors.unreadable(attempt(request), details(request), flaw);
        }

        private static ErrorDetails details(HttpRequest request) {
            return sent(request).toBuilder().statusCode(200).build();
        }
    }
}
