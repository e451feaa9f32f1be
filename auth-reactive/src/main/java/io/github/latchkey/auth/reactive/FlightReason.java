package io.github.latchkey.auth.reactive;

/** Why a flight started. */
public enum FlightReason {
    /** There was no token that could be handed out; subscribers wait. */
    COLD,
    /** The token in hand should be refreshed; nobody waits. */
    REFRESH,
    /** A resource sent a claims challenge; those who answer it wait. */
    CLAIMS
}
