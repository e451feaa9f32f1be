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
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Files that only their owner may read and write, from their first moment on. */
final class OwnerOnly {

    private static final Set<PosixFilePermission> PERMISSIONS = PosixFilePermissions.fromString("rw-------");

    private static final Set<AclEntryPermission> GUARDED = EnumSet.of(
            AclEntryPermission.READ_DATA,
            AclEntryPermission.WRITE_DATA,
            AclEntryPermission.APPEND_DATA,
            AclEntryPermission.WRITE_ACL,
            AclEntryPermission.WRITE_OWNER);

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

    /** Refuses a file that others may read, by its permissions or, on Windows, by its access control list. */
    static void require(Path file) throws IOException {
        boolean ownersAlone;
        if (isPosix()) {
            ownersAlone = PERMISSIONS.containsAll(Files.getPosixFilePermissions(file));
        } else {
            AclFileAttributeView view = acl(file);
            ownersAlone = isOwnersAlone(view.getOwner(), view.getAcl());
        }
        if (!ownersAlone) {
            throw new IOException(
                    "Others may read " + file + ", so it is not used: delete it, or take their rights away.");
        }
    }

    /** Tells whether an access control list lets nobody but the owner read or write, or become the owner. */
    static boolean isOwnersAlone(UserPrincipal owner, List<AclEntry> acl) {
        return acl.stream()
                .filter(entry -> entry.type() == AclEntryType.ALLOW)
                .filter(entry -> !Collections.disjoint(entry.permissions(), GUARDED))
                .allMatch(entry -> entry.principal().equals(owner));
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
        AclFileAttributeView view = acl(made);
        view.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build()));
        return made;
    }

    private static AclFileAttributeView acl(Path file) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException(
                    "This file system knows neither owners nor rights: keep the tokens on another one than " + file
                            + " is on.");
        }
        return view;
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
