package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** Which accounts may read a private key. Open: a value that is not listed here is kept as it came. */
public final class CertificateVisibility extends OpenEnum {

    /** Sent as {@code starttask}. */
    public static final CertificateVisibility START_TASK = new CertificateVisibility("starttask");

    /** Sent as {@code task}. */
    public static final CertificateVisibility TASK = new CertificateVisibility("task");

    /** Sent as {@code remoteuser}. */
    public static final CertificateVisibility REMOTE_USER = new CertificateVisibility("remoteuser");

    private static final Known<CertificateVisibility> KNOWN =
            new Known<>(CertificateVisibility::new, List.of(START_TASK, TASK, REMOTE_USER));

    private CertificateVisibility(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static CertificateVisibility of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<CertificateVisibility> values() {
        return KNOWN.values();
    }
}
