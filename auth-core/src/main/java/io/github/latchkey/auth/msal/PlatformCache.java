package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4jextensions.persistence.CacheFileAccessor;
import com.microsoft.aad.msal4jextensions.persistence.ICacheAccessor;
import com.microsoft.aad.msal4jextensions.persistence.linux.KeyRingAccessor;
import com.microsoft.aad.msal4jextensions.persistence.mac.KeyChainAccessor;
import com.sun.jna.Platform;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the platform has for secrets, by Microsoft's msal4j-persistence-extension. */
final class PlatformCache implements TokenCacheStore {

    private static final String NAME = "latchkey-token-cache";
    private static final String OTHERWISE = " Or choose TokenCacheStore.plainTextFile, or keep no tokens.";

    private final Path file;
    private final String title;
    private final String remedy;
    private final Supplier<ICacheAccessor> factory;
    private final CacheFileLock lock;
    private @Nullable ICacheAccessor accessor;

    PlatformCache(Path file, String title, String remedy, Supplier<ICacheAccessor> factory) {
        this.file = file;
        this.title = title;
        this.remedy = remedy;
        this.factory = factory;
        this.lock = new CacheFileLock(file);
    }

    static PlatformCache of(Path cacheFile) {
        Path file = cacheFile.toAbsolutePath().normalize();
        String path = file.toString();
        if (Platform.isWindows()) {
            return new PlatformCache(
                    file,
                    "Windows' data protection",
                    "Run the program as the user who signed in, or delete " + path + " and sign in again.",
                    () -> new CacheFileAccessor(path));
        }
        if (Platform.isMac()) {
            return new PlatformCache(
                    file,
                    "the Keychain",
                    "Unlock the Keychain and allow the program to use it.",
                    () -> new KeyChainAccessor(path, NAME, path));
        }
        return new PlatformCache(
                file,
                "the keyring",
                "Install libsecret, run the program in a session with a Secret Service (gnome-keyring-daemon or KDE"
                        + " Wallet) and unlock it.",
                () -> new KeyRingAccessor(path, null, NAME, "Latchkey token cache", "kind", NAME, "file", path));
    }

    @Override
    public Closeable lock() throws IOException {
        return lock.acquire();
    }

    @Override
    public synchronized Optional<String> load() throws IOException {
        OwnerOnly.requireDirectory(OwnerOnly.directoryOf(file));
        byte[] data;
        try {
            data = accessor().read();
        } catch (RuntimeException | Error e) {
            throw refused(e);
        }
        return data == null || data.length == 0
                ? Optional.empty()
                : Optional.of(new String(data, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void save(String text) throws IOException {
        // The library keeps the time of the last change on the file, and wants it to be there.
        OwnerOnly.createIfAbsent(file);
        try {
            accessor().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException | Error e) {
            throw refused(e);
        }
    }

    private ICacheAccessor accessor() {
        ICacheAccessor made = accessor;
        if (made == null) {
            made = factory.get();
            accessor = made;
        }
        return made;
    }

    /**
     * The library's own words name what is wrong and hold no token. Of native code that is absent, or whose error it
     * cannot read, it throws errors that say nothing to a reader.
     */
    private IOException refused(Throwable cause) {
        if (cause instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        String said = cause instanceof RuntimeException && cause.getMessage() != null
                ? cause.getMessage().strip()
                : cause.getClass().getSimpleName();
        return new IOException(
                "Tokens are kept in " + title + ", which cannot be used here (" + said + "). " + remedy + OTHERWISE,
                cause);
    }

    @Override
    public String toString() {
        return "PlatformCache[" + title + ", " + file + "]";
    }
}
