package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who answers a token request, and what its refusals mean. */
enum Peer {
    /** The token endpoint of Entra ID. */
    ENTRA_ID("Entra ID", "Check the authority host, and whether a proxy or firewall answers in its place.") {
        @Override
        boolean isTransient(int status, @Nullable TokenAnswer answer) {
            return isTrouble(status) || (answer != null && EntraErrors.isTransient(answer));
        }

        @Override
        @Nullable
        Duration leastPause(int status) {
            return null;
        }

        @Override
        AuthenticationException refusal(String attempt, int status, TokenAnswer answer, ErrorDetails.Builder details) {
            details.remedy(EntraErrors.remedy(answer));
            String message = attempt + " was refused" + EntraErrors.sentence(answer);
            return EntraErrors.needsPerson(answer)
                    ? new InteractionRequiredException(message, details.build(), null)
                    : new PermanentAuthenticationException(message, details.build(), null);
        }
    },

    /** The managed identity endpoint of the machine or service. */
    MANAGED_IDENTITY(
            "a managed identity endpoint", "Check the variables that name the endpoint, and who answers there.") {
        @Override
        boolean isTransient(int status, @Nullable TokenAnswer answer) {
            // 404: the endpoint is being updated; 410: upgraded, for up to 70 seconds.
            return status == 404 || status == 410 || isTrouble(status);
        }

        @Override
        @Nullable
        Duration leastPause(int status) {
            // Its guidance. The endpoint itself hardly ever names a time.
            return switch (status) {
                case 404 -> null;
                case 410 -> Duration.ofSeconds(5);
                case 429 -> Duration.ofSeconds(2);
                default -> Duration.ofSeconds(1);
            };
        }

        @Override
        AuthenticationException refusal(String attempt, int status, TokenAnswer answer, ErrorDetails.Builder details) {
            String sentence = EntraErrors.sentence(answer);
            if (sentence.contains("Identity not found")) {
                return new CredentialUnavailableException(
                        attempt + " found no such identity" + sentence,
                        details.remedy("Assign the identity to this machine or service, or correct its id.")
                                .build(),
                        null);
            }
            String remedy = "invalid_resource".equals(answer.error)
                    ? "The resource is unknown in this tenant: check the scope and the cloud."
                    : "Check that an identity is assigned here, and the id that was asked for.";
            return new PermanentAuthenticationException(
                    attempt + " was refused" + sentence, details.remedy(remedy).build(), null);
        }
    };

    private final String article;
    private final String whereToLook;

    Peer(String article, String whereToLook) {
        this.article = article;
        this.whereToLook = whereToLook;
    }

    /** Tells whether the same request may work later. */
    abstract boolean isTransient(int status, @Nullable TokenAnswer answer);

    /** Returns how long to wait at least after a transient answer that names no time itself. */
    abstract @Nullable Duration leastPause(int status);

    /** Returns the error for an answer that means no. */
    abstract AuthenticationException refusal(
            String attempt, int status, TokenAnswer answer, ErrorDetails.Builder details);

    /** Returns its name with its article, for messages. */
    String article() {
        return article;
    }

    /** Returns what to do when somebody else seems to answer. */
    String whereToLook() {
        return whereToLook;
    }

    private static boolean isTrouble(int status) {
        return status == 429 || status == 408 || status >= 500;
    }
}
