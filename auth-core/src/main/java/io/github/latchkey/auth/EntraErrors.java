package io.github.latchkey.auth;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request to Entra ID that brought no token, as the exception that says who must act: wait, call a
 * person, or change something. Every engine asks here, so that one cause is one error whoever met it.
 */
public final class EntraErrors {

    private static final Set<String> TRANSIENT_ERRORS = Set.of("temporarily_unavailable", "server_error", "slow_down");
    private static final Set<Integer> TRANSIENT_CODES = Set.of(90033, 90041, 90055);

    private static final Set<String> INTERACTION_ERRORS = Set.of(
            "interaction_required",
            "login_required",
            "consent_required",
            "access_denied",
            "authorization_declined",
            "expired_token");
    private static final Set<String> INTERACTION_SUBERRORS = Set.of(
            "basic_action",
            "additional_action",
            "consent_required",
            "user_password_expired",
            "bad_token",
            "token_expired");
    private static final Set<Integer> INTERACTION_CODES =
            Set.of(50055, 50058, 50076, 50079, 50173, 53003, 54005, 65001, 65004, 70000, 700082, 70008, 500133);

    private static final String SIGN_IN_AGAIN = "Let the user sign in again.";
    private static final String ASK_AGAIN =
            "Nobody entered the device code in time: ask the user again, with a new one.";
    private static final String NO_CREDENTIAL =
            "Entra ID got neither a secret nor an assertion: the application is confidential, so give its credential.";
    private static final String NOT_ENTRA =
            "Check the authority host, and whether a proxy or firewall answers in its place.";

    private static final Map<Integer, String> REMEDIES = Map.ofEntries(
            Map.entry(90002, "No such tenant: check the tenant id and the cloud."),
            Map.entry(50059, "Give the tenant's id in place of a shared authority."),
            Map.entry(900144, "The request lacks the parameter that the message names: check what sends it."),
            Map.entry(
                    9002313,
                    "Entra ID cannot read the request, or what is to be exchanged for a token: check that the code or"
                            + " token is given whole."),
            Map.entry(901002, "The v2.0 endpoint takes no resource: ask for the scope '<resource>/.default'."),
            Map.entry(70003, "Entra ID does not know this grant type: check what sends the request."),
            Map.entry(70005, "Entra ID does not know this response type: ask for 'code'."),
            Map.entry(700038, "Personal accounts cannot sign in this way: give the tenant's id, or organizations."),
            Map.entry(700005, "The code or token was issued for another tenant: redeem it at the one that issued it."),
            Map.entry(9001023, "Give the tenant's id, or organizations, in place of common or consumers."),
            Map.entry(
                    700016, "The application is not in this tenant: check the client id, the tenant id and the cloud."),
            Map.entry(7000112, "The application is disabled in this tenant: enable its service principal."),
            Map.entry(
                    7000215,
                    "The client secret is wrong: give the secret's value, not its id, and check that it belongs"
                            + " to this application."),
            Map.entry(7000222, "The client secret has expired: create a new one under 'Certificates & secrets'."),
            Map.entry(7000218, NO_CREDENTIAL),
            Map.entry(7000216, NO_CREDENTIAL),
            Map.entry(70002, NO_CREDENTIAL),
            Map.entry(700025, "The application is registered as public and must not send a secret."),
            Map.entry(
                    700027, "The assertion's signature was not accepted: upload this certificate to the application."),
            Map.entry(700024, "The assertion is outside its validity: check this machine's clock."),
            Map.entry(700023, "The assertion is made for another receiver: check the tenant id and the cloud."),
            Map.entry(50027, "The assertion is not a signed JWT: check what supplies it."),
            Map.entry(1000502, "The certificate has expired or is not valid yet: put a new one in its place."),
            Map.entry(700211, "No federated credential of the application has this issuer."),
            Map.entry(700212, "No federated credential of the application has this audience."),
            Map.entry(700213, "No federated credential of the application has this subject."),
            Map.entry(7002137, "A federated credential has this subject in another form: make the two the same."),
            Map.entry(
                    7002138, "A federated credential has this subject in another letter case: make the two the same."),
            Map.entry(70021, "No federated credential of the application matches the assertion."),
            Map.entry(
                    500011,
                    "The resource is unknown in this tenant: check the scope and the cloud; for Azure Batch the"
                            + " application 'Microsoft Azure Batch' must exist in the tenant."),
            Map.entry(500014, "The resource's service principal is disabled in this tenant."),
            Map.entry(70011, "The scope is not valid; for Azure Batch it is Cloud.batchScope()."),
            Map.entry(
                    1002012,
                    "An application asks for the scope '<resource>/.default'; for Azure Batch it is"
                            + " Cloud.batchScope()."),
            Map.entry(65001, "Consent is missing: let an administrator grant the application its API permissions."),
            Map.entry(
                    90094,
                    "Only an administrator may consent to these permissions: let one grant them to the application."),
            Map.entry(65004, "The user declined to consent: ask again, or let an administrator consent."),
            Map.entry(53003, "Conditional access forbids it: ask the tenant's administrator."),
            Map.entry(50076, "A second factor is needed: let the user sign in with the claims of this error."),
            Map.entry(50079, "The user must set up a second factor: let the user sign in with a browser."),
            Map.entry(50055, "The password has expired: let the user sign in with a browser and change it."),
            Map.entry(50173, SIGN_IN_AGAIN),
            Map.entry(50034, "The user does not exist in this tenant."),
            Map.entry(50126, "The user name or password is wrong."),
            Map.entry(50053, "The account is locked after too many attempts."),
            Map.entry(50057, "The account is disabled."),
            Map.entry(50011, "Register the redirect URI with the application, exactly as it is sent."),
            Map.entry(500112, "Redeem the code with the redirect URI that it was asked for with."),
            Map.entry(501481, "Redeem the code with the verifier of the request that led to it."),
            Map.entry(50148, "Redeem the code with the verifier of the request that led to it."),
            Map.entry(54005, "The code was redeemed before. " + SIGN_IN_AGAIN),
            Map.entry(70016, "The user has not entered the device code yet: ask again after the interval."),
            Map.entry(70019, ASK_AGAIN),
            Map.entry(70020, ASK_AGAIN),
            Map.entry(70018, "Entra ID does not know this device code: start the sign-in anew."),
            Map.entry(
                    50013,
                    "The user's token cannot be exchanged: it must be an access token for this very application,"
                            + " issued by this tenant."),
            Map.entry(500133, "The user's token has expired: the caller has to send a new one."),
            Map.entry(50049, "The authority host is unknown: check the cloud."),
            Map.entry(
                    50196,
                    "Entra ID sees the same request in a loop: keep the token instead of asking for each call."));

    // The ids follow the sentence, in older answers on lines of their own; they are values of their own here.
    private static final Pattern TRAILER = Pattern.compile("[\\s.]*(?:Trace ID:.*|\\r.*|\\n.*)$", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,9})");
    private static final Pattern TRACE = Pattern.compile("Trace ID: ([0-9a-fA-F-]{36})");
    private static final Pattern CORRELATION = Pattern.compile("Correlation ID: ([0-9a-fA-F-]{36})");
    private static final int LONGEST_SENTENCE = 300;

    private EntraErrors() {}

    /**
     * Returns the exception for an answer that is not a token.
     *
     * @param attempt what was attempted, as the subject of a sentence: {@code "Token request to https://..."}
     * @param details what the answer said, status included; the remedy is added
     * @param description the answer's {@code error_description}, {@code null} for none; it is cut to one sentence
     * @return a {@link TransientAuthenticationException} where the same request may work later, else an
     *     {@link InteractionRequiredException} where a person can help, else a {@link PermanentAuthenticationException}
     */
    public static AuthenticationException answered(String attempt, ErrorDetails details, @Nullable String description) {
        if (isTransient(details)) {
            boolean throttled = details.statusCode().orElse(0) == 429;
            return new TransientAuthenticationException(
                    attempt + (throttled ? " was throttled" : " failed for the moment"), details, null);
        }
        if (details.error().isEmpty() && details.errorCodes().isEmpty() && description == null) {
            return new PermanentAuthenticationException(
                    attempt + " got an answer that Entra ID does not give",
                    details.toBuilder().remedy(NOT_ENTRA).build(),
                    null);
        }
        String message = attempt + " was refused" + sentence(description);
        boolean person = needsPerson(details);
        ErrorDetails complete = details.toBuilder()
                .remedy(remedy(details, person ? SIGN_IN_AGAIN : null))
                .build();
        return person
                ? new InteractionRequiredException(message, complete, null)
                : new PermanentAuthenticationException(message, complete, null);
    }

    /**
     * Returns the exception for a success that holds no usable token.
     *
     * @param attempt what was attempted, as the subject of a sentence
     * @param details what is known, status included
     * @param flaw what is wrong with it, without quoting it
     * @return the exception
     */
    public static AuthenticationException unusable(String attempt, ErrorDetails details, String flaw) {
        return new PermanentAuthenticationException(
                attempt + " got an answer that is not a usable token: " + flaw,
                details.toBuilder().remedy(NOT_ENTRA).build(),
                null);
    }

    /**
     * Returns the exception for a success that was broken on the way: it is not what its sender wrote.
     *
     * @param attempt what was attempted, as the subject of a sentence
     * @param details what is known, status included
     * @param flaw what cannot be read, without quoting it
     * @return the exception
     */
    public static AuthenticationException unreadable(String attempt, ErrorDetails details, String flaw) {
        return new TransientAuthenticationException(
                attempt + " got an answer that cannot be read: " + flaw, details, null);
    }

    /**
     * Returns the exception for a request that got no answer.
     *
     * @param attempt what was attempted, as the subject of a sentence
     * @param details what is known
     * @param error what went wrong; an {@link AuthenticationException} is returned as it is
     * @return the exception
     */
    public static AuthenticationException unanswered(String attempt, ErrorDetails details, Throwable error) {
        if (error instanceof AuthenticationException known) {
            return known;
        }
        if (error instanceof TimeoutException) {
            return new TransientAuthenticationException(attempt + " got no answer in time", details, error);
        }
        if (isCertificateProblem(error)) {
            return new PermanentAuthenticationException(
                    attempt + " was not sent, because the server's certificate is not trusted",
                    details.toBuilder()
                            .remedy("Trust its certificate authority in the HttpClient, or check who answers there.")
                            .build(),
                    error);
        }
        if (error instanceof UnknownHostException) {
            return new TransientAuthenticationException(
                    attempt + " failed, because the host name is unknown",
                    details.toBuilder()
                            .remedy("Check the authority host and DNS.")
                            .build(),
                    error);
        }
        if (error instanceof IOException) {
            return new TransientAuthenticationException(
                    attempt + " did not get through: " + error.getClass().getSimpleName(),
                    details.toBuilder()
                            .remedy("Check the network between here and there.")
                            .build(),
                    error);
        }
        return new PermanentAuthenticationException(
                attempt + " failed unexpectedly: " + error.getClass().getSimpleName(), details, error);
    }

    /**
     * Returns the exception for an answer that was not read to its end, since no token is that long.
     *
     * @param attempt what was attempted, as the subject of a sentence
     * @param details what is known
     * @return the exception
     */
    public static AuthenticationException tooLarge(String attempt, ErrorDetails details) {
        return new PermanentAuthenticationException(
                attempt + " got an answer that is too large for a token",
                details.toBuilder()
                        .remedy("Check whether a proxy or firewall answers in its place.")
                        .build(),
                null);
    }

    /**
     * Tells whether a status alone says that the same request may work later.
     *
     * @param status the HTTP status
     * @return {@code true} for time-outs, throttling and server errors
     */
    public static boolean isTrouble(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /**
     * Returns the server's own sentence for a message.
     *
     * @param description the answer's {@code error_description}, {@code null} for none
     * @return a colon and the sentence, without the ids that follow it and cut to a reasonable length; empty for none
     */
    public static String sentence(@Nullable String description) {
        if (description == null) {
            return "";
        }
        String sentence = TRAILER.matcher(description).replaceFirst("");
        return ": "
                + (sentence.length() > LONGEST_SENTENCE ? sentence.substring(0, LONGEST_SENTENCE) + "..." : sentence);
    }

    /**
     * Adds what stands only in the text of an error that somebody else read: its AADSTS number, trace id and
     * correlation id.
     *
     * @param details what is known; changed where the text says something
     * @param description the text, {@code null} for none
     * @return the same builder
     */
    public static ErrorDetails.Builder addFactsOf(ErrorDetails.Builder details, @Nullable String description) {
        String text = description == null ? "" : description;
        find(CODE, text).map(Integer::valueOf).map(List::of).ifPresent(details::errorCodes);
        find(TRACE, text).ifPresent(details::traceId);
        find(CORRELATION, text).ifPresent(details::correlationId);
        return details;
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static boolean isTransient(ErrorDetails details) {
        return isTrouble(details.statusCode().orElse(0))
                || details.error().filter(TRANSIENT_ERRORS::contains).isPresent()
                || details.errorCodes().stream().anyMatch(TRANSIENT_CODES::contains);
    }

    private static boolean needsPerson(ErrorDetails details) {
        return details.error().filter(INTERACTION_ERRORS::contains).isPresent()
                || details.suberror().filter(INTERACTION_SUBERRORS::contains).isPresent()
                || (details.claims().isPresent()
                        && details.error().filter("invalid_grant"::equals).isPresent())
                || details.errorCodes().stream().anyMatch(INTERACTION_CODES::contains);
    }

    private static @Nullable String remedy(ErrorDetails details, @Nullable String otherwise) {
        return details.errorCodes().stream()
                .map(REMEDIES::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(otherwise);
    }

    private static boolean isCertificateProblem(Throwable error) {
        if (!(error instanceof SSLException)) {
            return false;
        }
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }
}
