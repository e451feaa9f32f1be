package io.github.latchkey.auth.msal;

import java.io.IOException;
import java.nio.file.Path;

/** A program that keeps something in the keyring of its session, and another run of which finds it there. */
final class KeyringProgram {

    private KeyringProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        TokenCacheStore.encrypted(file).save("precious");
        System.out.println("loaded: " + TokenCacheStore.encrypted(file).load().orElse("nothing"));
        System.out.println("elsewhere: "
                + TokenCacheStore.encrypted(file.resolveSibling("other")).load().orElse("nothing"));
    }
}
