package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * What is encrypted along with a disk. Since service version 2024-07-01.20.0. Open: a value that is not listed here is
 * kept as it came.
 */
public final class SecurityEncryptionTypes extends OpenEnum {

    /** Sent as {@code NonPersistedTPM}. */
    public static final SecurityEncryptionTypes NON_PERSISTED_TPM = new SecurityEncryptionTypes("NonPersistedTPM");

    /** Sent as {@code VMGuestStateOnly}. */
    public static final SecurityEncryptionTypes VM_GUEST_STATE_ONLY = new SecurityEncryptionTypes("VMGuestStateOnly");

    /** Sent as {@code DiskWithVMGuestState}. */
    public static final SecurityEncryptionTypes DISK_WITH_VM_GUEST_STATE =
            new SecurityEncryptionTypes("DiskWithVMGuestState");

    private static final Known<SecurityEncryptionTypes> KNOWN = new Known<>(
            SecurityEncryptionTypes::new, List.of(NON_PERSISTED_TPM, VM_GUEST_STATE_ONLY, DISK_WITH_VM_GUEST_STATE));

    private SecurityEncryptionTypes(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SecurityEncryptionTypes of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<SecurityEncryptionTypes> values() {
        return KNOWN.values();
    }
}
