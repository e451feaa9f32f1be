package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both of Microsoft's libraries find the endpoints of managed identities by their environment variables. Those are set
 * for a process, so each case runs in a process of its own. Machine Learning's is not among them: MSAL4J, which answers
 * for azure-identity too, takes it for Cloud Shell and sends no secret.
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

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        entra.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMDS", "APP_SERVICE", "CLOUD_SHELL", "SERVICE_FABRIC"})
    void systemAssigned_eachSource_givesTokensToBothLibraries(Source source) throws Exception {
        assertTokens(run(source, "", "msal4j", "azure-identity"), 2, FakeEntra.DEFAULT_SYSTEM_IDENTITY);
    }

    @Test
    void systemAssigned_arc_givesTokensToBothLibraries() throws Exception {
        Path agent = Path.of("/var/opt/azcmagent");
        boolean ours = !Files.exists(agent) && agent.getParent() != null && Files.isWritable(agent.getParent());
        if (!ours) {
            System.out.println("Arc is not tried: clients insist on " + agent + ", which cannot be made here.");
        }
        assumeTrue(ours, agent + " cannot be made here");
        try {
            assertTokens(run(Source.ARC, "", "msal4j", "azure-identity"), 2, FakeEntra.DEFAULT_SYSTEM_IDENTITY);
        } finally {
            Files.deleteIfExists(agent.resolve("tokens"));
            Files.deleteIfExists(agent);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"APP_SERVICE", "IMDS"})
    void userAssigned_eachSource_givesTokensToBothLibraries(Source source) throws Exception {
        assertTokens(
                run(source, FakeEntra.DEFAULT_USER_IDENTITY, "msal4j", "azure-identity"),
                2,
                FakeEntra.DEFAULT_USER_IDENTITY);
    }

    private void assertTokens(List<String> tokens, int count, String clientId) {
        assertThat(tokens).hasSize(count);
        for (String token : tokens) {
            assertThat(entra.tokenVerifier()
                            .verify(token, Set.of(EntraHttp.BATCH))
                            .clientId())
                    .isEqualTo(clientId);
        }
    }

    private List<String> run(Source source, String clientId, String... libraries)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore=" + entra.trust().writeTrustStore(directory.resolve("trust.p12"), "trust"),
                "-Djavax.net.ssl.trustStorePassword=trust",
                "-cp",
                System.getProperty("java.class.path"),
                ManagedIdentityProbe.class.getName(),
                clientId));
        command.addAll(List.of(libraries));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        VARIABLES.forEach(builder.environment()::remove);
        builder.environment().putAll(entra.managedIdentity().environment(source));
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
