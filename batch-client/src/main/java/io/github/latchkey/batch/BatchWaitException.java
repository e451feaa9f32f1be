package io.github.latchkey.batch;

/** What was waited for will not come: it has failed, or is being deleted. The message holds the service's reason. */
public final class BatchWaitException extends BatchException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by this library.
     *
     * @param message what was waited for and why it will not come
     */
    public BatchWaitException(String message) {
        super(message, null);
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
