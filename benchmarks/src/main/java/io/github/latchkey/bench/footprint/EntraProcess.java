package io.github.latchkey.bench.footprint;

import io.github.latchkey.bench.process.Lines;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.nio.file.Path;

/** FakeEntra in a process of its own. Says what a client needs, and ends with its input. */
public final class EntraProcess {

    static final String STORE_PASSWORD = "changeit";

    private EntraProcess() {}

    /**
     * Serves until its input ends.
     *
     * @param args where to write the trust store for the clients
     */
    public static void main(String[] args) throws Exception {
        try (FakeEntra entra = FakeEntra.start()) {
            entra.trust().writeTrustStore(Path.of(args[0]), STORE_PASSWORD);
            Lines.say(
                    "authority", entra.authorityHost().toString(),
                    "tenant", entra.tenantId(),
                    "client", entra.clientId(),
                    "secret", entra.clientSecret());
            while (System.in.read() >= 0) {
                // until the end
            }
        }
        System.exit(0);
    }
}
