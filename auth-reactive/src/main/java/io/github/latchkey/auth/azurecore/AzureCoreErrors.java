package io.github.latchkey.auth.azurecore;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Errors of their credentials in our family. What stands behind a credential is not known here, and need not be on the class
 * path: {@code azure-identity} is known by the names of its exceptions.
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
            return Msal.answered((MsalServiceException) error, details, now);
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

    /** What MSAL4J knows, which is behind their credentials; loaded only when one of its errors is there. */
    private static final class Msal {

        private static final Pattern STATUS = Pattern.compile("status code: (\\d{3})");

        static AuthenticationException answered(MsalServiceException e, ErrorDetails.Builder details, Instant now) {
            String claims = e.claims();
            details.statusCode(status(e))
                    .error(e.errorCode())
                    .claims(claims == null || claims.isBlank() ? null : claims)
                    .retryAfter(header(e.headers(), "Retry-After"), now);
            return AuthenticationErrorCode.INVALID_JSON.equals(e.errorCode())
                    ? EntraErrors.unreadable(
                            ATTEMPT, details.build(), "it is not JSON, as of a gateway that is in trouble")
                    : EntraErrors.answered(ATTEMPT, details.build(), e.getMessage());
        }

        /** For an answer without an AADSTS number the status stands in the text alone. */
        private static int status(MsalServiceException e) {
            Integer status = e.statusCode();
            if (status != null) {
                return status;
            }
            Matcher text = STATUS.matcher(String.valueOf(e.getMessage()));
            return text.find() ? Integer.parseInt(text.group(1)) : 0;
        }

        private static @Nullable String header(@Nullable Map<String, List<String>> headers, String name) {
            return headers == null
                    ? null
                    : headers.entrySet().stream()
                            .filter(header -> name.equalsIgnoreCase(header.getKey()))
                            .flatMap(header -> header.getValue().stream())
                            .findFirst()
                            .orElse(null);
        }
    }
}
