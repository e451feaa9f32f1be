package io.github.latchkey.auth;

import org.jspecify.annotations.Nullable;

/** Checks on values that must not be shown. */
final class Secrets {

    private Secrets() {}

    /**
     * Requires a secret that is not blank.
     *
     * @param option the option's name
     * @param secret the secret
     * @return the secret
     */
    static String requirePresent(String option, @Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            throw InvalidOptionException.secret(option, "it is absent or blank; give the secret's value.");
        }
        return secret;
    }

    /**
     * Requires a secret that may stand in a header: visible ASCII, so that nothing can be smuggled behind a line break.
     *
     * @param option the option's name
     * @param value the secret
     * @return the secret
     */
    static String requireHeaderSafe(String option, @Nullable String value) {
        String secret = requirePresent(option, value);
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw InvalidOptionException.secret(
                        option, "character " + i + " is a blank, a control character or not ASCII; remove it.");
            }
        }
        return secret;
    }
}
