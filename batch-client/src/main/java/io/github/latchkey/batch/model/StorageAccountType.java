package io.github.latchkey.batch.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/** A kind of storage. Open: a value that is not listed here is kept as it came. */
public final class StorageAccountType extends OpenEnum {

    /** Sent as {@code standard_lrs}. */
    public static final StorageAccountType STANDARD_LRS = new StorageAccountType("standard_lrs");

    /** Sent as {@code premium_lrs}. */
    public static final StorageAccountType PREMIUM_LRS = new StorageAccountType("premium_lrs");

    /** Sent as {@code standardssd_lrs}. */
    public static final StorageAccountType STANDARD_SSDLRS = new StorageAccountType("standardssd_lrs");

    private static final Known<StorageAccountType> KNOWN =
            new Known<>(StorageAccountType::new, List.of(STANDARD_LRS, PREMIUM_LRS, STANDARD_SSDLRS));

    private StorageAccountType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StorageAccountType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<StorageAccountType> values() {
        return KNOWN.values();
    }
}
