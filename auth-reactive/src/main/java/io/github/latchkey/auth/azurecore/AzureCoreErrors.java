package io.github.latchkey.auth.azurecore;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Errors of their credentials in our family. What stands behind a credential is not known here, and need not be on the
 * class path: {@code azure-identity} is known by the names of its exceptions.
 */
final class AzureCoreErrors {

    private static final String ATTEMPT = "Token request of a TokenCredential";

    private AzureCoreErrors() {}

    /**
     * Returns the typed error.
     *
     * @param error what their credential failed with
     * @param now the time, for {@code Retry-After} dates
     * @return the error; one of ours that went through their hands as it is
     */
    static AuthenticationException typed(Throwable error, Instant now) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            AuthenticationException known = known(cause, now);
            if (known != null) {
                return known;
            }
        }
        ErrorDetails said = EntraErrors.addFactsOf(ErrorDetails.builder(), error.getMessage())
                .build();
        return said.errorCodes().isEmpty()
                ? EntraErrors.unanswered(ATTEMPT, said, error)
                : EntraErrors.answered(ATTEMPT, said, error.getMessage());
    }

    private static @Nullable AuthenticationException known(Throwable error, Instant now) {
        String message = error.getMessage();
        ErrorDetails.Builder details = EntraErrors.addFactsOf(ErrorDetails.builder(), message);
        if (error instanceof AuthenticationException
                || error instanceof IOException
                || error instanceof TimeoutException) {
            return EntraErrors.unanswered(ATTEMPT, details.build(), error);
        }
        if (isNamed(error, "com.azure.identity.AuthenticationRequiredException")) {
            return new InteractionRequiredException(
                    ATTEMPT + " needs the person" + EntraErrors.sentence(message),
                    details.remedy("Let the user sign in.").build(),
                    error);
        }
        if (isNamed(error, "com.azure.identity.CredentialUnavailableException")) {
            return new CredentialUnavailableException(
                    "The TokenCredential does not work here" + EntraErrors.sentence(message), details.build(), error);
        }
        if (isNamed(error, "com.microsoft.aad.msal4j.MsalServiceException")) {
            return MsalAnswers.typed(ATTEMPT, error, details, now);
        }
        HttpResponse response = error instanceof HttpResponseException http ? http.getResponse() : null;
        if (response == null) {
            return null;
        }
        details.statusCode(response.getStatusCode())
                .retryAfter(response.getHeaderValue(HttpHeaderName.RETRY_AFTER), now);
        return EntraErrors.answered(ATTEMPT, details.build(), message);
    }

    private static boolean isNamed(Throwable error, String name) {
        for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
