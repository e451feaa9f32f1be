package io.github.latchkey.testkit.entra;

/**
 * An access token that has been issued.
 *
 * @param value the signed token
 * @param access what it is for
 * @param life when it lives
 */
record Token(String value, Access access, Life life) {

    @Override
    public String toString() {
        return "Token[" + access.audience() + "]";
    }

    /** When a token was issued, and for how many seconds it lives. */
    record Life(long issuedAt, long seconds) {

        long expiresAt() {
            return issuedAt + seconds;
        }
    }
}
