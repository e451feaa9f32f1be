package io.github.latchkey.auth.azurecore;

import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Entra ID answered, out of the errors of MSAL4J, which is behind {@code azure-identity}; loaded only when one of
 * them is there.
 */
final class MsalAnswers {

    private static final Pattern STATUS = Pattern.compile("status code: (\\d{3})");

    private MsalAnswers() {}

    /**
     * Returns the typed error.
     *
     * @param attempt what was attempted
     * @param error a {@code MsalServiceException}
     * @param details what its text said
     * @param now the time, for {@code Retry-After} dates
     * @return the error
     */
    static AuthenticationException typed(String attempt, Throwable error, ErrorDetails.Builder details, Instant now) {
        MsalServiceException e = (MsalServiceException) error;
        String claims = e.claims();
        details.statusCode(status(e))
                .error(e.errorCode())
                .claims(claims == null || claims.isBlank() ? null : claims)
                .retryAfterOf(e.headers(), now);
        return AuthenticationErrorCode.INVALID_JSON.equals(e.errorCode())
                ? EntraErrors.unreadable(attempt, details.build(), "it is not JSON, as of a gateway that is in trouble")
                : EntraErrors.answered(attempt, details.build(), e.getMessage());
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
}
