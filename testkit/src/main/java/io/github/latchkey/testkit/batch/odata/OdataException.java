package io.github.latchkey.testkit.batch.odata;

/** A query option that cannot be understood; the message says where and why. */
public final class OdataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OdataException(String message) {
        super(message, null, false, false);
    }
}
