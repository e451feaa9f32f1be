package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.auth.CredentialUnavailableException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the openers are shell scripts")
class SystemBrowserTest {

    private static final URI PAGE = URI.create("https://login.example/authorize?a=1&b=%20%22$(id)");

    @TempDir
    private Path directory;

    @Test
    void open_firstOpenerOnThePath_getsTheAddressAsItIs() throws Exception {
        Path seen = directory.resolve("seen");
        program("xdg-open", "printf '%s' \"$1\" > " + seen + ".part && mv " + seen + ".part " + seen);

        new SystemBrowser("Linux", "/nowhere" + File.pathSeparator + directory).open(PAGE);

        assertThat(arrives(seen)).isEqualTo(PAGE.toString());
    }

    @Test
    void open_kde_getsItsOwnCommand() throws Exception {
        Path seen = directory.resolve("seen");
        program("kfmclient", "printf '%s' \"$*\" > " + seen + ".part && mv " + seen + ".part " + seen);

        new SystemBrowser("Linux", directory.toString()).open(PAGE);

        assertThat(arrives(seen)).isEqualTo("exec " + PAGE);
    }

    @Test
    void open_openerInARelativeEntryOfThePath_isNotRun() throws IOException {
        program("xdg-open", "true");
        Path relative = Path.of("").toAbsolutePath().relativize(directory.toAbsolutePath());

        for (String path : List.of(relative.toString(), "." + File.pathSeparator)) {
            assertThatExceptionOfType(CredentialUnavailableException.class)
                    .isThrownBy(() -> new SystemBrowser("Linux", path).open(PAGE));
        }
    }

    @Test
    void open_noOpener_saysWhatToDo() {
        assertThatExceptionOfType(CredentialUnavailableException.class)
                .isThrownBy(() -> new SystemBrowser("Linux", directory.toString()).open(PAGE))
                .withMessageContaining("xdg-open")
                .withMessageContaining("deviceCode()");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** The opener is not waited for, so its trace may come a little later. */
    private static String arrives(Path file) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.exists(file) && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        return Files.readString(file);
    }
}
