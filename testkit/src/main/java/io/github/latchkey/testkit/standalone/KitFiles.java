package io.github.latchkey.testkit.standalone;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a running kit hands out, in a directory of their own that only its owner can enter. They are gone when
 * this is closed, which may be at any time and from another thread: a signal may come while the program still starts.
 */
final class KitFiles implements AutoCloseable {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final List<Path> written = new ArrayList<>();
    private @Nullable Path directory;
    private boolean closed;

    /** Makes an empty file that only its owner can read, and the directory before the first one. */
    synchronized Path create(String name) throws IOException {
        if (closed) {
            throw new IOException("the program is ending");
        }
        Path own = directory;
        if (own == null) {
            own = Files.createTempDirectory("latchkey-testkit-", permissions("rwx------"))
                    .toAbsolutePath();
            directory = own;
        }
        Path file = Files.createFile(own.resolve(name), permissions("rw-------"));
        written.add(file);
        return file;
    }

    /** Tells whether the end has come. */
    synchronized boolean isClosed() {
        return closed;
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Removes what was written, and nothing else; no more is written then. A file that cannot be removed is left. */
    @Override
    public synchronized void close() {
        closed = true;
        Path own = directory;
        if (own == null) {
            return;
        }
        try {
            for (Path file : written) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(own);
        } catch (IOException leftBehind) {
            System.err.println("cannot remove " + own + ": " + leftBehind.getMessage());
        }
    }
}
