package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a certificate to install on nodes. Gone from service version 2025-06-01 on.
 *
 * @param thumbprint the certificate's thumbprint, 40 hexadecimal digits. Required
 * @param thumbprintAlgorithm how the thumbprint is made; must be {@code sha1}. Required
 * @param storeLocation the Windows store; default currentuser
 * @param storeName the store's name, as {@code My} or {@code Root}; Windows only, default {@code My}
 * @param visibility which accounts may read the private key
 */
@Buildable
public record CertificateReference(
        @Required @Nullable String thumbprint,
        @Required @Nullable String thumbprintAlgorithm,
        @Nullable CertificateStoreLocation storeLocation,
        @Nullable String storeName,
        @Nullable List<CertificateVisibility> visibility) {
    /** Copies lists. */
    public CertificateReference {
        visibility = visibility == null ? null : List.copyOf(visibility);
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static CertificateReferenceBuilder builder() {
        return CertificateReferenceBuilder.builder();
    }
}
