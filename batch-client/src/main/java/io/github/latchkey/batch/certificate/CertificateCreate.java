package io.github.latchkey.batch.certificate;

import io.github.latchkey.batch.internal.Buildable;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.model.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A certificate to add to the account.
 *
 * @param thumbprint the certificate's thumbprint, 40 hexadecimal digits. Required
 * @param thumbprintAlgorithm how the thumbprint is made; must be {@code sha1}. Required
 * @param data the certificate, Base64; at most 10 kB. Required
 * @param certificateFormat how {@code data} is encoded; default pfx
 * @param password the password of the private key in a pfx; must be absent for cer
 */
@Buildable
public record CertificateCreate(
        String thumbprint,
        String thumbprintAlgorithm,
        Secret data,
        @Nullable CertificateFormat certificateFormat,
        @Nullable Secret password) {
    /** Copies lists and requires what the service requires. */
    public CertificateCreate {
        Checks.required("thumbprint", thumbprint);
        Checks.required("thumbprintAlgorithm", thumbprintAlgorithm);
        Checks.required("data", data);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static CertificateCreateBuilder builder() {
        return CertificateCreateBuilder.builder();
    }
}
