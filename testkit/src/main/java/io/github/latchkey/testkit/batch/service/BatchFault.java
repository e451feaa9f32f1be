package io.github.latchkey.testkit.batch.service;

import java.util.Map;

/** A request that the service refuses; a signal without a stack trace. */
final class BatchFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final transient ErrorCode error;
    final transient Map<String, String> values;

    /** After how many seconds a repeated request may be answered, zero when nobody says. */
    private long retryAfter;

    BatchFault(ErrorCode error, String message, Map<String, String> values) {
        super(message, null, false, false);
        this.error = error;
        this.values = values;
    }

    /** Adds a detail. */
    BatchFault with(String key, String value) {
        values.put(key, value);
        return this;
    }

    BatchFault retryAfter(long seconds) {
        retryAfter = seconds;
        return this;
    }

    long retryAfter() {
        return retryAfter;
    }

    static BatchFault property(ErrorCode error, String name, String value, String reason) {
        return error.fault()
                .with("PropertyName", name)
                .with("PropertyValue", value)
                .with("Reason", reason);
    }

    static BatchFault query(ErrorCode error, String name, String value, String reason) {
        return error.fault()
                .with("QueryParameterName", name)
                .with("QueryParameterValue", value)
                .with("Reason", reason);
    }

    static BatchFault header(ErrorCode error, String name, String value) {
        return error.fault().with("HeaderName", name).with("HeaderValue", value);
    }

    static BatchFault body(String reason) {
        return ErrorCode.INVALID_REQUEST_BODY.fault().with("Reason", reason);
    }
}
