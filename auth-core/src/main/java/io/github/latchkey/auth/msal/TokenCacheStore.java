package io.github.latchkey.auth.msal;

import io.github.latchkey.auth.CredentialUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps what MSAL4J wants to remember between runs: the users' refresh tokens. Whoever reads it can be those users, so
 * it is encrypted by what the platform has ({@link #encrypted}); {@link #plainTextFile} has to be chosen by name.
 */
public interface TokenCacheStore {

    /**
     * Reads what was kept. Called on a thread that may block.
     *
     * @return the text, empty when nothing was kept
     * @throws IOException if it cannot be read; its message is a sentence that says what to do
     */
    Optional<String> load() throws IOException;

    /**
     * Keeps a text in place of the one before. Called on a thread that may block.
     *
     * @param text what to keep
     * @throws IOException if it cannot be kept; its message is a sentence that says what to do
     */
    void save(String text) throws IOException;

    /**
     * Keeps others from writing between a load and the save that follows from it, or what they write would be lost. One
     * engine never asks twice at a time.
     *
     * @return closed when the text is saved, by the same thread; by default nobody is kept out
     * @throws IOException if others have been writing for too long
     */
    default Closeable lock() throws IOException {
        return () -> {};
    }

    /**
     * Keeps the tokens encrypted for the user that the program runs as: on Windows in the file, by the data protection
     * API; on macOS in the Keychain; on Linux in the keyring (Secret Service, as GNOME Keyring and KDE Wallet offer
     * it). On the latter two the file is empty and only tells the entries apart. Programs that name the same file share
     * its tokens, and take turns by a lock beside it.
     *
     * <p>Where the platform has nothing of this kind, or it is locked, each acquisition fails with a
     * {@link TokenCacheException} before the person is asked; nothing is ever written in plain text instead.
     *
     * @param file the file; it is made when it is needed, its directory must exist
     * @return the store; does no I/O yet
     * @throws CredentialUnavailableException if Microsoft's library for this is not on the class path; the message
     *     names it
     */
    static TokenCacheStore encrypted(Path file) {
        OptionalLibrary.require(
                "com.microsoft.aad.msal4jextensions.persistence.ICacheAccessor",
                "Keeping tokens encrypted",
                "com.microsoft.azure:msal4j-persistence-extension");
        return PlatformCache.of(file);
    }

    /**
     * Keeps the tokens in a file, <b>not encrypted</b>, that only its owner may read and write. A file that others may
     * read, by its permissions or by its access control list on Windows, is not used. Programs that name the same file
     * share its tokens, and take turns by a lock beside it.
     *
     * @param file the file; it is made when it is needed, its directory must exist
     * @return the store
     */
    static TokenCacheStore plainTextFile(Path file) {
        return new PlainTextCacheFile(file);
    }
}
