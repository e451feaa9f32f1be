package io.github.latchkey.batch.certificate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of the account.
 *
 * @param thumbprint the certificate's thumbprint, 40 hexadecimal digits
 * @param thumbprintAlgorithm how the thumbprint is made; must be {@code sha1}
 * @param url its URL
 * @param state its state
 * @param stateTransitionTime when it entered its present state
 * @param previousState the state before this one; absent in the first state
 * @param previousStateTransitionTime when it entered the previous state; absent in the first state
 * @param publicData the public part of the certificate, Base64 of a .cer
 * @param deleteCertificateError why the last deletion failed; present in the state {@code deletefailed} only
 */
public record Certificate(
        @Nullable String thumbprint,
        @Nullable String thumbprintAlgorithm,
        @Nullable String url,
        @Nullable CertificateState state,
        @Nullable Instant stateTransitionTime,
        @Nullable CertificateState previousState,
        @Nullable Instant previousStateTransitionTime,
        @Nullable String publicData,
        @Nullable DeleteCertificateError deleteCertificateError) {}
