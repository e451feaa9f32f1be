package io.github.latchkey.batch.certificate;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** How a certificate is encoded. Open: a value that is not listed here is kept as it came. */
public final class CertificateFormat extends OpenEnum {

    /** Sent as {@code pfx}. */
    public static final CertificateFormat PFX = new CertificateFormat("pfx");

    /** Sent as {@code cer}. */
    public static final CertificateFormat CER = new CertificateFormat("cer");

    private static final Known<CertificateFormat> KNOWN = new Known<>(CertificateFormat::new, List.of(PFX, CER));

    private CertificateFormat(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static CertificateFormat of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<CertificateFormat> values() {
        return KNOWN.values();
    }
}
