package io.github.latchkey.testkit.entra;

/** Exchanges what a client presents for tokens. */
@FunctionalInterface
interface Grant {

    /** Returns the tokens; ends the request with an {@link EntraException} when there are none to be had. */
    TokenAnswer exchange(TokenCall call);
}
