package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The Arc endpoint: a client has to prove first that it may read a file which only the machine's own people may read.
 */
final class ArcChallenge {

    private final ManagedIdentityTokens tokens;
    private final Vault<Path> expected = new Vault<>();

    ArcChallenge(ManagedIdentityTokens tokens) {
        this.tokens = tokens;
    }

    ServerResponse handle(ServerRequest request) {
        Optional<ServerResponse> refused = ManagedIdentityTokens.metadataRequired(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        String authorization = request.headers().text("Authorization");
        String presented = authorization.startsWith("Basic ") ? authorization.substring("Basic ".length()) : "";
        Optional<Path> file = expected.get(presented);
        if (file.isEmpty()) {
            return challenge();
        }
        expected.remove(presented);
        try {
            Files.deleteIfExists(file.get());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return tokens.ownAnswer(request.query());
    }

    /** Deletes the files that nobody has asked with. */
    void close() {
        for (Path file : expected.values()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private ServerResponse challenge() {
        ManagedIdentityTokens.ArcFile kind = tokens.arcFile();
        try {
            Files.createDirectories(kind.directory());
            Path file = kind.directory().resolve(tokens.ids().uuid() + ".key");
            // Base64 has four letters for three bytes.
            String content = tokens.ids().opaque(Math.max(3, kind.bytes() * 3 / 4));
            Files.writeString(file, content);
            expected.put(content, file);
            return ServerResponse.json(401, Map.of("error", "unauthorized"))
                    .header("WWW-Authenticate", "Basic realm=" + file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
