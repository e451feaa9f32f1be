package io.github.latchkey.auth.msal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file that only its owner may read, replaced as a whole so that a crash leaves the old one or the new one. */
final class PlainTextCacheFile implements TokenCacheStore {

    private final Path file;
    private final CacheFileLock lock;

    PlainTextCacheFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
        this.lock = new CacheFileLock(this.file);
    }

    @Override
    public Closeable lock() throws IOException {
        return lock.acquire();
    }

    @Override
    public Optional<String> load() throws IOException {
        try {
            OwnerOnly.require(file);
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            // Now, and not when somebody has signed in.
            OwnerOnly.requireDirectory(OwnerOnly.directoryOf(file));
            return Optional.empty();
        }
    }

    @Override
    public void save(String text) throws IOException {
        Path next = OwnerOnly.createTemporary(OwnerOnly.directoryOf(file));
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    @Override
    public String toString() {
        return "PlainTextCacheFile[" + file + "]";
    }
}
