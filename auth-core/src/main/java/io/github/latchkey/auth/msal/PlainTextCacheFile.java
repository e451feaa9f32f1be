package io.github.latchkey.auth.msal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A file that only its owner may read, replaced as a whole so that a crash leaves the old one or the new one. */
final class PlainTextCacheFile implements TokenCacheStore {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    PlainTextCacheFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public Optional<String> load() throws IOException {
        try {
            if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IOException("The token cache " + file
                        + " may be read by others, so it is not used; delete it or take their rights away");
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void save(String text) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent(), "a file has a directory");
        Path next = isPosix()
                ? Files.createTempFile(directory, "cache", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : ownedByAcl(Files.createTempFile(directory, "cache", ".tmp"));
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static Path ownedByAcl(Path made) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(made, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("This file system knows neither owners nor rights; tokens are not kept on it");
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

    @Override
    public String toString() {
        return "PlainTextCacheFile[" + file + "]";
    }
}
