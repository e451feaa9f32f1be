package io.github.latchkey.auth.entra;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the errors of Entra ID mean to a caller: wait, call a person, or change something. */
final class EntraErrors {

    private static final Set<String> TRANSIENT_ERRORS = Set.of("temporarily_unavailable", "server_error");
    private static final Set<Integer> TRANSIENT_CODES = Set.of(90033, 90041, 90055);
    private static final Set<String> INTERACTION_ERRORS =
            Set.of("interaction_required", "login_required", "consent_required");
    private static final Set<Integer> INTERACTION_CODES =
            Set.of(50058, 50076, 50079, 53003, 65001, 700082, 70008, 500133);

    private static final Map<Integer, String> REMEDIES = Map.ofEntries(
            Map.entry(90002, "No such tenant: check the tenant id and the cloud."),
            Map.entry(50059, "Give the tenant's id in place of a shared authority."),
            Map.entry(
                    700016, "The application is not in this tenant: check the client id, the tenant id and the cloud."),
            Map.entry(7000112, "The application is disabled in this tenant: enable its service principal."),
            Map.entry(
                    7000215,
                    "The client secret is wrong: give the secret's value, not its id, and check that it belongs"
                            + " to this application."),
            Map.entry(7000222, "The client secret has expired: create a new one under 'Certificates & secrets'."),
            Map.entry(7000218, "Entra ID got neither a secret nor an assertion: the application is confidential."),
            Map.entry(7000216, "Entra ID got neither a secret nor an assertion: the application is confidential."),
            Map.entry(700025, "The application is registered as public and must not send a secret."),
            Map.entry(
                    700027, "The assertion's signature was not accepted: upload this certificate to the application."),
            Map.entry(700024, "The assertion is outside its validity: check this machine's clock."),
            Map.entry(700211, "No federated credential of the application has this issuer."),
            Map.entry(700212, "No federated credential of the application has this audience."),
            Map.entry(700213, "No federated credential of the application has this subject."),
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
            Map.entry(53003, "Conditional access forbids it: ask the tenant's administrator."),
            Map.entry(50034, "The user does not exist in this tenant."),
            Map.entry(50126, "The user name or password is wrong."),
            Map.entry(50053, "The account is locked after too many attempts."),
            Map.entry(50057, "The account is disabled."),
            Map.entry(
                    50196,
                    "Entra ID sees the same request in a loop: keep the token instead of asking for each call."));

    private static final Pattern TRAILER = Pattern.compile("[\\s.]*(?:Trace ID:.*|\\r.*|\\n.*)$", Pattern.DOTALL);
    private static final int LONGEST_SENTENCE = 300;

    private EntraErrors() {}

    static boolean isTransient(TokenAnswer answer) {
        return (answer.error != null && TRANSIENT_ERRORS.contains(answer.error))
                || answer.errorCodes.stream().anyMatch(TRANSIENT_CODES::contains);
    }

    static boolean needsPerson(TokenAnswer answer) {
        return (answer.error != null && INTERACTION_ERRORS.contains(answer.error))
                || (answer.claims != null && "invalid_grant".equals(answer.error))
                || answer.errorCodes.stream().anyMatch(INTERACTION_CODES::contains);
    }

    static @Nullable String remedy(TokenAnswer answer) {
        return answer.errorCodes.stream()
                .map(REMEDIES::get)
                .filter(remedy -> remedy != null)
                .findFirst()
                .orElse(null);
    }

    /** Returns the server's own sentence, without the ids that follow it and cut to a reasonable length. */
    static String sentence(TokenAnswer answer) {
        if (answer.errorDescription == null) {
            return "";
        }
        Matcher trailer = TRAILER.matcher(answer.errorDescription);
        String sentence = trailer.replaceFirst("");
        return ": "
                + (sentence.length() > LONGEST_SENTENCE ? sentence.substring(0, LONGEST_SENTENCE) + "..." : sentence);
    }
}
