package io.github.latchkey.auth.msal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Files that only their owner may read and write, from their first moment on. */
final class OwnerOnly {

    private static final Set<PosixFilePermission> PERMISSIONS = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Makes an empty file under a new name. */
    static Path createTemporary(Path directory) throws IOException {
        requireDirectory(directory);
        return isPosix()
                ? Files.createTempFile(directory, "cache", ".tmp", attribute())
                : restricted(Files.createTempFile(directory, "cache", ".tmp"));
    }

    /** Makes an empty file unless there is one. */
    static void createIfAbsent(Path file) throws IOException {
        requireDirectory(directoryOf(file));
        try {
            if (isPosix()) {
                Files.createFile(file, attribute());
            } else {
                restricted(Files.createFile(file));
            }
        } catch (FileAlreadyExistsException e) {
            // That is as good.
        }
    }

    /** Refuses a file that others may read; on Windows the rights are those that the file was made with. */
    static void require(Path file) throws IOException {
        if (isPosix() && !PERMISSIONS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(
                    "Others may read " + file + ", so it is not used: delete it, or take their rights away.");
        }
    }

    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file has a directory");
    }

    /** Refuses a directory in which no file could be made. */
    static void requireDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("There is no directory " + directory + ": make it, or keep the tokens elsewhere.");
        }
        if (!Files.isWritable(directory)) {
            throw new IOException("No file can be made in " + directory
                    + ": give this user the right, or keep the tokens elsewhere.");
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute() {
        return PosixFilePermissions.asFileAttribute(PERMISSIONS);
    }

    private static Path restricted(Path made) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(made, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException(
                    "This file system knows neither owners nor rights: keep the tokens on another one than " + made
                            + " is on.");
        }
        view.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build()));
        return made;
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
