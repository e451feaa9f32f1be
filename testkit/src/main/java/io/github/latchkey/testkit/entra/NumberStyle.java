package io.github.latchkey.testkit.entra;

/** How the numbers of a token answer are written. */
public enum NumberStyle {
    /** As Entra ID does: numbers by the version 2 endpoint, strings by the version 1 endpoint. */
    AS_ENTRA,
    /** Numbers by both. */
    NUMBERS,
    /** Strings by both. */
    STRINGS
}
