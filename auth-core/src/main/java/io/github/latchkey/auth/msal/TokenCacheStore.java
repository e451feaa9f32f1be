package io.github.latchkey.auth.msal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps what MSAL4J wants to remember between runs: the users' refresh tokens. Whoever reads it can be those users, so an
 * implementation encrypts by what the platform has (a keyring, a data protection service, a vault). This library brings no
 * native code and hence no such store; {@link #plainTextFile} has to be chosen by name.
 */
public interface TokenCacheStore {

    /**
     * Reads what was kept. Called on a thread that may block.
     *
     * @return the text, empty when nothing was kept
     * @throws IOException if it cannot be read
     */
    Optional<String> load() throws IOException;

    /**
     * Keeps a text in place of the one before. Called on a thread that may block.
     *
     * @param text what to keep
     * @throws IOException if it cannot be kept
     */
    void save(String text) throws IOException;

    /**
     * Keeps the tokens in a file, <b>not encrypted</b>, that only its owner may read and write. A file that others may read is
     * not used.
     *
     * @param file the file; it is made when it is needed, its directory must exist
     * @return the store
     */
    static TokenCacheStore plainTextFile(Path file) {
        return new PlainTextCacheFile(file);
    }
}
