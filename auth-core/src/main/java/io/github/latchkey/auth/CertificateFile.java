package io.github.latchkey.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A certificate in a file that may be replaced while the program runs. The file is small and read at each call; it is
 * parsed only when its content has changed, which neither a time stamp nor a size can tell for sure. What cannot be
 * parsed may be half written: until the rest is there, the certificate from before does, as long as it is valid.
 */
final class CertificateFile implements Supplier<ClientCertificate> {

    private static final int LARGEST = 1 << 20;

    private final Path file;
    private final @Nullable String password;
    private final Clock clock;
    private volatile @Nullable Parsed parsed;

    CertificateFile(Path file, @Nullable String password) {
        this(file, password, Clock.systemUTC());
    }

    CertificateFile(Path file, @Nullable String password, Clock clock) {
        this.file = file;
        this.password = password;
        this.clock = clock;
    }

    @Override
    public ClientCertificate get() {
        byte[] content = read();
        String digest = sha256(content);
        Parsed known = parsed;
        if (known == null || !known.digest.equals(digest)) {
            try {
                known = new Parsed(digest, parse(content));
            } catch (InvalidOptionException e) {
                if (known == null || !known.isValidAt(clock.instant())) {
                    throw e;
                }
                return known.certificate;
            }
            parsed = known;
        }
        return known.certificate;
    }

    private byte[] read() {
        try {
            if (Files.size(file) > LARGEST) {
                throw new InvalidOptionException(
                        "certificateFile", file, "it is larger than any certificate with its key.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The certificate file " + file + " cannot be read", e);
        }
    }

    /** What the content is tells better than what the file is called. */
    private ClientCertificate parse(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.contains("-----BEGIN ")
                ? ClientCertificate.ofPem(text, password)
                : ClientCertificate.ofPfx(content, password);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private record Parsed(String digest, ClientCertificate certificate) {

        boolean isValidAt(Instant now) {
            return !now.isAfter(certificate.certificate().getNotAfter().toInstant());
        }
    }
}
