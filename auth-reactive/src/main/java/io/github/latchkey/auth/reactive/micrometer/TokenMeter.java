package io.github.latchkey.auth.reactive.micrometer;

/** The meters of a token provider: the one place where their names and tags are written down. */
public enum TokenMeter {
    /**
     * Timer: how long flights took. Tags: {@code reason} ({@code cold}, {@code refresh}, {@code claims}),
     * {@code outcome} ({@code success}, {@code failure}), {@code code} (the AADSTS number, else the OAuth error, else
     * {@code none}). Refreshes ahead of the expiry are the flights with reason {@code refresh}. A flight whose answer
     * came too late for its waiters, and is of use, counts twice: first as a failure, then as a success.
     */
    FLIGHTS("latchkey.token.flights"),

    /** Counter: attempts within flights that failed and were repeated. Tags: {@code reason}, {@code code}. */
    FAILED_ATTEMPTS("latchkey.token.attempts.failed"),

    /** Counter: tokens that a resource refused. No tags. */
    REJECTIONS("latchkey.token.rejections"),

    /** Gauge: seconds since the last flight that brought a token; not a number before the first. No tags. */
    AGE("latchkey.token.age"),

    /** Gauge: seconds until the token expires, negative afterwards; not a number before the first. No tags. */
    TIME_TO_EXPIRY("latchkey.token.time.to.expiry");

    private final String meterName;

    TokenMeter(String meterName) {
        this.meterName = meterName;
    }

    /**
     * Returns the name under which the meter is registered.
     *
     * @return the name
     */
    public String meterName() {
        return meterName;
    }
}
