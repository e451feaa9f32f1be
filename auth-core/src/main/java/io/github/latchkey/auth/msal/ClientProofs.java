package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.latchkey.auth.ClientCertificate;
import io.github.latchkey.auth.ClientCertificateCredential;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.ServicePrincipalCredential;
import java.time.Clock;

/** Secrets and certificates in MSAL4J's form, asked for anew each time. */
final class ClientProofs {

    private ClientProofs() {}

    static IClientCredential of(ServicePrincipalCredential principal, Clock clock) {
        if (principal instanceof ClientSecretCredential secret) {
            return ClientCredentialFactory.createFromSecret(requirePresent(
                    "client secret", secret.clientSecretSupplier().get()));
        }
        if (principal instanceof ClientCertificateCredential credential) {
            ClientCertificate certificate = credential.certificateSupplier().get();
            certificate.requireValidAt(clock.instant());
            return ClientCredentialFactory.createFromCertificateChain(certificate.privateKey(), certificate.chain());
        }
        throw new PermanentAuthenticationException(
                "MSAL4J is given secrets and certificates only, not " + principal,
                ErrorDetails.builder().remedy("Use the Entra client for it.").build(),
                null);
    }

    static boolean sendsChain(ServicePrincipalCredential principal) {
        return principal instanceof ClientCertificateCredential credential && credential.sendCertificateChain();
    }

    static String requirePresent(String what, String secret) {
        if (secret == null || secret.isBlank()) {
            throw new PermanentAuthenticationException(
                    "The " + what + "'s supplier answered nothing", ErrorDetails.NONE, null);
        }
        return secret;
    }
}
