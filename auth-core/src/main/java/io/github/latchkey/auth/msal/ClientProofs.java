package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.latchkey.auth.ClientCertificateCredential;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.SupplierErrors;
import java.util.concurrent.CompletableFuture;

/** Secrets and certificates in MSAL4J's form, asked for anew each time. */
final class ClientProofs {

    private ClientProofs() {}

    static CompletableFuture<IClientCredential> of(ServicePrincipalCredential principal, MsalSettings settings) {
        if (principal instanceof ClientSecretCredential secret) {
            String what = "client secret";
            return settings.ask(what, secret.clientSecretSupplier())
                    .thenApply(value ->
                            ClientCredentialFactory.createFromSecret(SupplierErrors.requirePresent(what, value)));
        }
        if (principal instanceof ClientCertificateCredential credential) {
            return settings.ask("client certificate", credential.certificateSupplier())
                    .thenApply(certificate -> {
                        certificate.requireValidAt(settings.clock().instant());
                        return ClientCredentialFactory.createFromCertificateChain(
                                certificate.privateKey(), certificate.chain());
                    });
        }
        return CompletableFuture.failedFuture(new PermanentAuthenticationException(
                "MSAL4J is given secrets and certificates only, not " + principal,
                ErrorDetails.builder().remedy("Use the Entra client for it.").build(),
                null));
    }

    static boolean sendsChain(ServicePrincipalCredential principal) {
        return principal instanceof ClientCertificateCredential credential && credential.sendCertificateChain();
    }
}
