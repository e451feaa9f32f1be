package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.EntraApp.FederatedCredential;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Judges tokens that stand for a credential: those of other issuers, and those of managed identities, whose issuer is
 * this very service.
 */
final class FederatedAssertions {

    private final EntraDirectory directory;
    private final EntraOptions options;
    private final KeyRing keys;
    private final Supplier<String> origin;

    FederatedAssertions(EntraDirectory directory, EntraOptions options, KeyRing keys, Supplier<String> origin) {
        this.directory = directory;
        this.options = options;
        this.keys = keys;
        this.origin = origin;
    }

    /** Ends the request unless one of the credentials is about the token, and the token is good. */
    void check(List<FederatedCredential> all, Jwt jwt) {
        String issuer = jwt.claim("iss");
        String subject = jwt.claim("sub");
        String audience = jwt.claims().path("aud").isArray()
                ? jwt.claims().path("aud").path(0).asText("")
                : jwt.claim("aud");
        if (all.isEmpty()) {
            throw new EntraException(Aadsts.NO_FEDERATED_CREDENTIAL, issuer, subject, audience);
        }
        List<FederatedCredential> byIssuer =
                narrow(all, one -> isSameIssuer(one.issuer(), issuer), Aadsts.FEDERATED_ISSUER, issuer);
        List<FederatedCredential> bySubject =
                narrow(byIssuer, one -> one.subject().equals(subject), differs(byIssuer, subject), subject);
        narrow(bySubject, one -> isSameAudience(one.audience(), audience), Aadsts.FEDERATED_AUDIENCE, audience);
        PublicKey key = key(issuer, jwt).orElseThrow(() -> new EntraException(Aadsts.FEDERATED_ISSUER, issuer));
        if (!jwt.isSignedBy(key)) {
            throw new EntraException(Aadsts.ASSERTION_INVALID, jwt.header("kid"));
        }
        AssertionLife.check(jwt, options.clock().instant());
    }

    private Optional<PublicKey> key(String issuer, Jwt jwt) {
        return ownTenant(issuer).isPresent()
                ? keys.published(jwt.header("kid")).map(SigningKey::publicKey)
                : directory.issuer(issuer).map(FederatedIssuer::publicKey);
    }

    /** Compares exactly, but for the service itself: a credential may name it by its real address. */
    private boolean isSameIssuer(String one, String other) {
        return one.equals(other)
                || (ownTenant(one).isPresent() && ownTenant(one).equals(ownTenant(other)));
    }

    private Optional<EntraTenant> ownTenant(String issuer) {
        return Issuers.tenantId(issuer, origin.get()).flatMap(directory::tenant);
    }

    /** Compares exactly, but for a resource of the service itself: its tokens name it by its number. */
    private boolean isSameAudience(String expected, String audience) {
        return expected.equals(audience)
                || directory
                        .resource(expected)
                        .filter(resource -> resource.appId().equals(audience))
                        .isPresent();
    }

    private static List<FederatedCredential> narrow(
            List<FederatedCredential> credentials, Predicate<FederatedCredential> match, Aadsts error, String value) {
        List<FederatedCredential> left = credentials.stream().filter(match).toList();
        if (left.isEmpty()) {
            throw new EntraException(error, value);
        }
        return left;
    }

    /** Chooses the error for a subject that no credential has: the service tells when it is a near miss. */
    private static Aadsts differs(List<FederatedCredential> credentials, String subject) {
        if (credentials.stream().anyMatch(one -> one.subject().equalsIgnoreCase(subject))) {
            return Aadsts.FEDERATED_SUBJECT_CASE;
        }
        String plain = subject.strip();
        return credentials.stream().anyMatch(one -> one.subject().strip().equalsIgnoreCase(plain))
                ? Aadsts.FEDERATED_SUBJECT_FORM
                : Aadsts.FEDERATED_SUBJECT;
    }
}
