package io.github.latchkey.testkit.batch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells the digest of a busy account's history, from a process of its own: there, sets and maps without an order have
 * another one.
 */
final class DeterminismProbe {

    static final String PREFIX = "history ";

    private DeterminismProbe() {}

    static String digest(List<String> history) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            history.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return history.size() + " " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    public static void main(String[] arguments) {
        System.out.println(PREFIX + digest(DeterminismTest.history()));
        System.exit(0);
    }
}
