package io.github.latchkey.auth.msal;

import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.ErrorDetails;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The browser that this machine opens pages with. */
final class SystemBrowser {

    /** What opens pages on Linux; the last one for Windows' subsystem for it. */
    private static final List<String> LINUX = List.of("xdg-open", "gnome-open", "kfmclient", "wslview");

    private final String system;
    private final String searchPath;

    SystemBrowser(String system, String searchPath) {
        this.system = system.toLowerCase(Locale.ROOT);
        this.searchPath = searchPath;
    }

    static SystemBrowser ofThisMachine() {
        return new SystemBrowser(
                System.getProperty("os.name", ""), System.getenv().getOrDefault("PATH", ""));
    }

    /** Opens a page and does not wait for what becomes of it. */
    void open(URI page) {
        List<String> command = command(page.toString())
                .orElseThrow(() -> unavailable("none of " + String.join(", ", LINUX) + " is on the path", null));
        try {
            new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw unavailable(command.get(0) + " cannot be run", e);
        }
    }

    private Optional<List<String>> command(String page) {
        if (system.startsWith("windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", page));
        }
        if (system.startsWith("mac")) {
            return Optional.of(List.of("open", page));
        }
        return LINUX.stream()
                .flatMap(this::onPath)
                .findFirst()
                .map(opener -> opener.endsWith("kfmclient") ? List.of(opener, "exec", page) : List.of(opener, page));
    }

    private Stream<String> onPath(String program) {
        return Stream.of(searchPath.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Path::isAbsolute) // whoever can write into the working directory must not bring the browser
                .filter(Files::isExecutable)
                .map(Path::toString);
    }

    private File nothing() {
        return new File(system.startsWith("windows") ? "NUL" : "/dev/null");
    }

    private static CredentialUnavailableException unavailable(String why, @Nullable IOException cause) {
        return new CredentialUnavailableException(
                "No browser can be opened on this machine: " + why,
                ErrorDetails.builder()
                        .remedy("Give the credential a browser(...) of your own, or use Credential.deviceCode().")
                        .build(),
                cause);
    }
}
