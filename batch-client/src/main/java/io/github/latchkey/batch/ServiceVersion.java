package io.github.latchkey.batch;

/**
 * The versions of the service's interface that this client speaks. An operation, or a member of a model, that the
 * chosen version does not know is refused before any request.
 */
public enum ServiceVersion {

    /** The default: the version whose every operation is tested against the service's published description. */
    V2024_02_01("2024-02-01.19.0"),

    /** Adds start and deallocate for nodes and {@code force} for deletes; drops remote desktop files. */
    V2024_07_01("2024-07-01.20.0"),

    /** Drops certificates; adds disk encryption with keys of your own, IPv6 and more. */
    V2025_06_01("2025-06-01");

    private final String value;

    ServiceVersion(String value) {
        this.value = value;
    }

    /**
     * Returns the version as it is sent in {@code api-version}.
     *
     * @return the text
     */
    public String value() {
        return value;
    }
}
