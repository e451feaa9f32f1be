package io.github.latchkey.batch.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.latchkey.batch.model.OpenEnum;
import java.util.List;

/** Whether dependent tasks may run. Open: a value that is not listed here is kept as it came. */
public final class DependencyAction extends OpenEnum {

    /** Sent as {@code satisfy}. */
    public static final DependencyAction SATISFY = new DependencyAction("satisfy");

    /** Sent as {@code block}. */
    public static final DependencyAction BLOCK = new DependencyAction("block");

    private static final Known<DependencyAction> KNOWN = new Known<>(DependencyAction::new, List.of(SATISFY, BLOCK));

    private DependencyAction(String value) {
        super(value);
    }

    /**
     * Returns the constant for a value, compared without regard to letter case, or a new instance for an unknown one.
     *
     * @param value the value as the service writes it
     * @return never {@code null}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DependencyAction of(String value) {
        return KNOWN.get(value);
    }

    /**
     * Returns the values known to this version of the library.
     *
     * @return all constants, in the service's order
     */
    public static List<DependencyAction> values() {
        return KNOWN.values();
    }
}
