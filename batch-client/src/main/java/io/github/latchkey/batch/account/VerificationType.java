package io.github.latchkey.batch.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** Whether the service has verified an image. Open: a value that is not listed here is kept as it came. */
public final class VerificationType extends OpenEnum {

    /** Sent as {@code verified}. */
    public static final VerificationType VERIFIED = new VerificationType("verified");

    /** Sent as {@code unverified}. */
    public static final VerificationType UNVERIFIED = new VerificationType("unverified");

    private static final Known<VerificationType> KNOWN =
            new Known<>(VerificationType::new, List.of(VERIFIED, UNVERIFIED));

    private VerificationType(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static VerificationType of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<VerificationType> values() {
        return KNOWN.values();
    }
}
