package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.ClientAssertionCredential;
import io.github.latchkey.auth.ClientCertificateCredential;
import io.github.latchkey.auth.ClientSecretCredential;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.SupplierErrors;
import io.github.latchkey.auth.WorkloadIdentityCredential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Makes the proof of each kind of service principal. Secrets, files and assertions are asked for anew each time. */
final class Proofs {

    private static final String ASSERTION = "client assertion";

    private final BlockingCalls blocking;
    private final Clock clock;

    Proofs(BlockingCalls blocking, Clock clock) {
        this.blocking = blocking;
        this.clock = clock;
    }

    Proof of(ServicePrincipalCredential credential) {
        if (credential instanceof ClientSecretCredential secret) {
            Supplier<String> supplier = secret.clientSecretSupplier();
            Mono<String> value =
                    secret.isFixed() ? Mono.fromSupplier(supplier) : blocking.secret("client secret", supplier);
            return (form, endpoint) -> value.map(text -> form.with("client_secret", text));
        }
        if (credential instanceof ClientCertificateCredential certificate) {
            return certificate(certificate);
        }
        if (credential instanceof ClientAssertionCredential assertion) {
            return (form, endpoint) -> blocking.stage(ASSERTION, assertion.assertionSupplier()::get)
                    .map(value -> assertion(form, SupplierErrors.requirePresent(ASSERTION, value)));
        }
        WorkloadIdentityCredential workload = (WorkloadIdentityCredential) credential;
        return (form, endpoint) -> blocking.call("federated token file", () -> read(workload.tokenFile()))
                .map(token -> assertion(form, token));
    }

    private Proof certificate(ClientCertificateCredential credential) {
        return (form, endpoint) -> blocking.call("client certificate", () -> {
            SignedAssertion signed = new SignedAssertion(
                    credential.certificateSupplier().get(), credential.sendCertificateChain(), clock);
            return assertion(form, signed.forEndpoint(endpoint, credential.clientId()));
        });
    }

    /** Reads the file anew: Kubernetes replaces it long before the token in it expires. */
    private static String read(Path file) throws IOException {
        String token = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            throw new IOException("the file is empty; it may be being replaced");
        }
        return token;
    }

    /** Adds an assertion (RFC 7521, section 4.2). */
    private static Form assertion(Form form, String assertion) {
        return form.with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .with("client_assertion", assertion);
    }
}
