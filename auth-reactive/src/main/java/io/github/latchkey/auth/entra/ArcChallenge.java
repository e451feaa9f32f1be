package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.ManagedIdentityCredential;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Azure Arc's proof that the caller belongs to its group on this machine: the endpoint names a file that only the group
 * can read, and wants its content back. Whoever answers in the endpoint's place could name any file, so only a small
 * key file straight in the agent's own directory is read.
 */
final class ArcChallenge {

    private static final Pattern REALM = Pattern.compile("Basic\\s+realm=\"?([^\"]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final int LARGEST = 4096;

    private final Path directory;
    private final BlockingCalls blocking;

    ArcChallenge(ManagedIdentityCredential credential, BlockingCalls blocking) {
        this.directory = credential.arcKeyDirectory().orElseGet(() -> installed(credential.environment()));
        this.blocking = blocking;
    }

    private static Path installed(Map<String, String> environment) {
        return File.separatorChar == '/'
                ? Path.of("/var/opt/azcmagent/tokens")
                : Path.of(
                        environment.getOrDefault("ProgramData", "C:\\ProgramData"),
                        "AzureConnectedMachineAgent",
                        "Tokens");
    }

    /**
     * Answers a challenge.
     *
     * @param status of the first answer
     * @param headers of the first answer
     * @return emits the value of the {@code Authorization} header
     */
    Mono<String> answer(int status, HttpHeaders headers) {
        String challenge = headers.get(HttpHeaderNames.WWW_AUTHENTICATE);
        Matcher realm = REALM.matcher(challenge == null ? "" : challenge.strip());
        if (status != 401 || !realm.matches()) {
            return Mono.error(refused(
                    "Azure Arc answered " + status + " where a challenge that names a key file was expected",
                    status,
                    null));
        }
        String named = realm.group(1);
        return blocking.call("Azure Arc key file", () -> "Basic " + read(named));
    }

    private String read(String named) throws IOException {
        Path file = checked(named);
        if (Files.size(file) > LARGEST) {
            throw refused("Azure Arc's challenge names a file of more than " + LARGEST + " bytes", 401, null);
        }
        String content = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (content.isEmpty() || content.chars().anyMatch(c -> c < ' ' || c >= 0x7f)) {
            throw refused("Azure Arc's key file holds no key", 401, null);
        }
        return content;
    }

    /** Follows links before comparing, so that neither {@code ..} nor a link leads out of the directory. */
    private Path checked(String named) throws IOException {
        try {
            Path file = Path.of(named);
            boolean keyFile = named.toLowerCase(Locale.ROOT).endsWith(".key");
            if (keyFile
                    && file.isAbsolute()
                    && directory.toRealPath().equals(file.toRealPath().getParent())) {
                return file.toRealPath();
            }
        } catch (InvalidPathException e) {
            throw refused("Azure Arc's challenge names no file", 401, e);
        }
        throw refused("Azure Arc's challenge names a file that is not a key file in " + directory, 401, null);
    }

    private static PermanentAuthenticationException refused(String message, int status, @Nullable Throwable cause) {
        return new PermanentAuthenticationException(
                message,
                ErrorDetails.builder()
                        .statusCode(status)
                        .remedy("Check that Azure Arc's agent, and nobody else, answers at IDENTITY_ENDPOINT.")
                        .build(),
                cause);
    }
}
