package io.github.latchkey.batch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was waited for will not come: it has failed, or is being deleted. The message holds the service's reason. */
public final class BatchWaitException extends BatchException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String code;

    /**
     * Made by this library.
     *
     * @param message what was waited for and why it will not come
     * @param code the service's code for the reason, {@code null} if it gave none
     */
    public BatchWaitException(String message, @Nullable String code) {
        super(message, null);
        this.code = code;
    }

    /**
     * Returns the service's code for the reason, as {@code AllocationFailed} or {@code FailureExitCode}.
     *
     * @return the code, empty where the service gave none
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
