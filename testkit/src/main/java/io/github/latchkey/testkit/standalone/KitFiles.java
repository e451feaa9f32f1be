package io.github.latchkey.testkit.standalone;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a running kit hands out, in a directory of their own that only its owner can enter. They are gone when the
 * kit is closed.
 */
final class KitFiles implements AutoCloseable {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;
    private final List<Path> written = new ArrayList<>();

    private KitFiles(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory. */
    static KitFiles inNewDirectory() throws IOException {
        return new KitFiles(Files.createTempDirectory("latchkey-testkit-", permissions("rwx------"))
                .toAbsolutePath());
    }

    /** Makes an empty file that only its owner can read. */
    Path create(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name), permissions("rw-------"));
        written.add(file);
        return file;
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Removes what was written, and nothing else. A file that cannot be removed is left. */
    @Override
    public void close() {
        try {
            for (Path file : written) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException leftBehind) {
            System.err.println("cannot remove " + directory + ": " + leftBehind.getMessage());
        }
    }
}
