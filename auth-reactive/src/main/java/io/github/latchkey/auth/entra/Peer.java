package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who answers a token request, and what its errors mean. */
enum Peer {
    /** The token endpoint of Entra ID. */
    ENTRA_ID {
        @Override
        AuthenticationException error(String attempt, ErrorDetails details, @Nullable String description) {
            return EntraErrors.answered(attempt, details, description);
        }

        @Override
        AuthenticationException unusable(String attempt, ErrorDetails details, String flaw) {
            return EntraErrors.unusable(attempt, details, flaw);
        }
    },

    /** The managed identity endpoint of the machine or service. */
    MANAGED_IDENTITY {
        @Override
        AuthenticationException error(String attempt, ErrorDetails details, @Nullable String description) {
            int status = details.statusCode().orElse(0);
            // 404: the endpoint is being updated; 410: upgraded, for up to 70 seconds.
            if (status == 404 || status == 410 || EntraErrors.isTrouble(status)) {
                return new TransientAuthenticationException(
                        attempt + (status == 429 ? " was throttled" : " failed for the moment"),
                        details.toBuilder()
                                .retryAfter(details.retryAfter().orElse(leastPause(status)))
                                .build(),
                        null);
            }
            if (details.error().isEmpty() && description == null) {
                return new PermanentAuthenticationException(
                        attempt + " got an answer that a managed identity endpoint does not give",
                        details.toBuilder().remedy(WHERE_TO_LOOK).build(),
                        null);
            }
            return refusal(attempt, details, EntraErrors.sentence(description));
        }

        @Override
        AuthenticationException unusable(String attempt, ErrorDetails details, String flaw) {
            return new PermanentAuthenticationException(
                    attempt + " got an answer that is not a usable token: " + flaw,
                    details.toBuilder().remedy(WHERE_TO_LOOK).build(),
                    null);
        }
    };

    private static final String WHERE_TO_LOOK = "Check the variables that name the endpoint, and who answers there.";

    /** Returns the error for an answer that is not a token. */
    abstract AuthenticationException error(String attempt, ErrorDetails details, @Nullable String description);

    /** Returns the error for a success that holds no usable token. */
    abstract AuthenticationException unusable(String attempt, ErrorDetails details, String flaw);

    /** Returns whether a token may have been issued long before it is handed out, up to a day. */
    boolean keepsTokens() {
        return this == MANAGED_IDENTITY;
    }

    /** The endpoint's guidance, which it hardly ever repeats in a header. */
    private static @Nullable Duration leastPause(int status) {
        return switch (status) {
            case 404 -> null;
            case 410 -> Duration.ofSeconds(5);
            case 429 -> Duration.ofSeconds(2);
            default -> Duration.ofSeconds(1);
        };
    }

    private static AuthenticationException refusal(String attempt, ErrorDetails details, String sentence) {
        // The metadata service's words, and App Service's.
        if (sentence.contains("Identity not found") || sentence.contains("Managed Identity found")) {
            return new CredentialUnavailableException(
                    attempt + " found no such identity" + sentence,
                    details.toBuilder()
                            .remedy("Assign the identity to this machine or service, or correct its id.")
                            .build(),
                    null);
        }
        String remedy = details.error().filter("invalid_resource"::equals).isPresent()
                ? "The resource is unknown in this tenant: check the scope and the cloud."
                : "Check that an identity is assigned here, and the id that was asked for.";
        return new PermanentAuthenticationException(
                attempt + " was refused" + sentence,
                details.toBuilder().remedy(remedy).build(),
                null);
    }
}
