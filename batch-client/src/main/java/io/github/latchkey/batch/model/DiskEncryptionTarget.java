package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** A disk to encrypt. Open: a value that is not listed here is kept as it came. */
public final class DiskEncryptionTarget extends OpenEnum {

    /** Sent as {@code osdisk}. */
    public static final DiskEncryptionTarget OS_DISK = new DiskEncryptionTarget("osdisk");

    /** Sent as {@code temporarydisk}. */
    public static final DiskEncryptionTarget TEMPORARY_DISK = new DiskEncryptionTarget("temporarydisk");

    private static final Known<DiskEncryptionTarget> KNOWN =
            new Known<>(DiskEncryptionTarget::new, List.of(OS_DISK, TEMPORARY_DISK));

    private DiskEncryptionTarget(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DiskEncryptionTarget of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<DiskEncryptionTarget> values() {
        return KNOWN.values();
    }
}
