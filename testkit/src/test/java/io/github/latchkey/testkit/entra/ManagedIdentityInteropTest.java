package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both of Microsoft's libraries find the endpoints of managed identities by their environment variables. Those are set for a
 * process, so each case runs in a process of its own.
 */
class ManagedIdentityInteropTest {

    private static final List<String> VARIABLES = List.of(
            "AZURE_POD_IDENTITY_AUTHORITY_HOST",
            "IDENTITY_ENDPOINT",
            "IDENTITY_HEADER",
            "IDENTITY_SERVER_THUMBPRINT",
            "IMDS_ENDPOINT",
            "MSI_ENDPOINT",
            "MSI_SECRET");

    private final FakeEntra entra = FakeEntra.start();

    @AfterEach
    void stop() {
        entra.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMDS", "APP_SERVICE", "CLOUD_SHELL"})
    void systemAssigned_eachSource_givesTokensToBothLibraries(Source source) throws Exception {
        List<String> tokens = run(entra.managedIdentity().environment(source), "");

        assertThat(tokens).hasSize(2);
        for (String token : tokens) {
            assertThat(entra.tokenVerifier()
                            .verify(token, Set.of(EntraHttp.BATCH))
                            .clientId())
                    .isEqualTo(FakeEntra.DEFAULT_SYSTEM_IDENTITY);
        }
    }

    @Test
    void userAssigned_appService_givesTokensToBothLibraries() throws Exception {
        List<String> tokens =
                run(entra.managedIdentity().environment(Source.APP_SERVICE), FakeEntra.DEFAULT_USER_IDENTITY);

        assertThat(tokens).hasSize(2);
        for (String token : tokens) {
            assertThat(entra.tokenVerifier()
                            .verify(token, Set.of(EntraHttp.BATCH))
                            .clientId())
                    .isEqualTo(FakeEntra.DEFAULT_USER_IDENTITY);
        }
    }

    private static List<String> run(Map<String, String> environment, String clientId)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ManagedIdentityProbe.class.getName(),
                clientId);
        builder.redirectErrorStream(true);
        VARIABLES.forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines()
                .filter(line -> line.startsWith(ManagedIdentityProbe.PREFIX))
                .map(line -> line.substring(ManagedIdentityProbe.PREFIX.length()))
                .toList();
    }
}
