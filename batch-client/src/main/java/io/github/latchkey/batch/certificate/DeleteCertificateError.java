package io.github.latchkey.batch.certificate;

import io.github.latchkey.batch.model.NameValuePair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a certificate could not be deleted.
 *
 * @param code the error's code; invariant, meant for programs
 * @param message the error in words, for people
 * @param values more about the error, as pairs
 */
public record DeleteCertificateError(
        @Nullable String code,
        @Nullable String message,
        @Nullable List<NameValuePair> values) {
    /** Copies lists. */
    public DeleteCertificateError {
        values = values == null ? null : List.copyOf(values);
    }
}
