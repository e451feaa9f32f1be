package io.github.latchkey.bench.client;

import io.github.latchkey.bench.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link CannedServer} in a process of its own, and what a client needs in order to reach it. */
final class CannedSite implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    // One TLS for all, the JDK's: what is compared is not OpenSSL.
    private static final String JDK_TLS = "-Dio.netty.handler.ssl.noOpenSsl=true";

    private final Path directory = Files.createTempDirectory("canned");
    private final Path trust = directory.resolve("trust.p12");
    private final Child server;
    private final String url;

    CannedSite() throws IOException, InterruptedException {
        server = Child.of(CannedServer.class)
                .options("-Xmx256m", JDK_TLS)
                .arguments(trust)
                .start();
        url = "https://localhost:" + server.hear(PATIENCE).get("port").asInt();
    }

    String url() {
        return url;
    }

    /** Options for the JVM of a client. */
    List<String> clientOptions() {
        return List.of(
                JDK_TLS,
                "-Djavax.net.ssl.trustStore=" + trust,
                "-Djavax.net.ssl.trustStorePassword=" + CannedServer.STORE_PASSWORD,
                "--add-opens=java.base/java.util=ALL-UNNAMED"); // azure-batch asks for it
    }

    /** How many connections were opened since the last time it was asked. */
    int connections() throws InterruptedException {
        return server.ask("connections", PATIENCE).get("connections").asInt();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(trust);
        Files.delete(directory);
    }
}
