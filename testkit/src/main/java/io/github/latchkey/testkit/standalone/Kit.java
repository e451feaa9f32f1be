package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.admin.AdminServer;
import io.github.latchkey.testkit.admin.FaultBook;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.FakeManagedIdentity;
import io.github.latchkey.testkit.entra.FakeManagedIdentity.Source;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The running fakes with their files, and the lines that tell about them. */
final class Kit implements AutoCloseable {

    private static final String TRUST_STORE_PASSWORD = "changeit";

    private final FakeAzure azure;
    private final AdminServer admin;
    private final KitFiles files;
    private final Map<String, String> lines = new LinkedHashMap<>();

    private Kit(FakeAzure azure, AdminServer admin, KitFiles files) {
        this.azure = azure;
        this.admin = admin;
        this.files = files;
    }

    /**
     * Where the fakes run.
     *
     * @param host the address to listen on
     * @param entraPort of the fake Entra ID
     * @param batchPort of the first Batch account; zero leaves it to the configuration
     * @param adminHost the address on which the admin page listens
     * @param adminPort of the admin page
     * @param names more names for the certificates
     * @param trust the certificate authority
     * @param authorityDirectory where it is kept, {@code null} when it is not
     */
    record Place(
            String host,
            int entraPort,
            int batchPort,
            String adminHost,
            int adminPort,
            List<String> names,
            TestAuthority trust,
            @Nullable Path authorityDirectory) {}

    /**
     * Starts the fakes and writes the files.
     *
     * @param files where to write; made by the caller, who removes them also when the start is cut short
     * @throws IOException if a file cannot be written or read
     * @throws reactor.netty.ChannelBindException if an address cannot be listened on
     */
    static Kit start(Setup setup, Place place, KitFiles files) throws IOException {
        FakeAzure.Builder description = setup.azure().trust(place.trust()).host(place.host());
        place.names().forEach(description::certificateName);
        description.entra(entra ->
                entra.port(place.entraPort()).targets(new Lenience(setup.shown().tenantId())));
        if (place.batchPort() != 0) {
            description.batch(setup.accounts().get(0), batch -> batch.port(place.batchPort()));
        }
        FaultBook faults = new FaultBook();
        description.prepare(started -> {
            faults.clear();
            setup.faults().forEach(rule -> faults.add(started, rule));
        });
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            FakeAzure azure = opened(started, description.start());
            AdminServer.Builder page = AdminServer.builder(azure)
                    .faults(faults)
                    .approver(setup.shown().userName())
                    .host(place.adminHost())
                    .port(place.adminPort());
            place.names().forEach(page::hostName);
            Kit kit = new Kit(azure, opened(started, page.start()), files);
            kit.describe(setup.shown(), place);
            return kit;
        } catch (IOException | RuntimeException failed) {
            closeAfter(failed, started);
            throw failed;
        }
    }

    /** Tells whether only this machine reaches an address; a name that cannot be resolved is left to the sockets. */
    static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> started, T part) {
        started.push(part);
        return part;
    }

    private static void closeAfter(Exception failed, Deque<AutoCloseable> started) {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception second) {
                failed.addSuppressed(second);
            }
        }
    }

    /** Returns what to print: names and values in the order in which they are printed. */
    Map<String, String> lines() {
        return lines;
    }

    private void describe(Shown shown, Place place) throws IOException {
        FakeEntra entra = azure.entra();
        FakeBatch batch = azure.batch();
        lines.put("ENTRA_AUTHORITY", entra.authorityHost().toString());
        lines.put("TENANT_ID", shown.tenantId());
        lines.put("CLIENT_ID", shown.clientId());
        lines.put("CLIENT_SECRET", shown.clientSecret());
        lines.put("BATCH_ENDPOINT", batch.url().toString());
        lines.put("BATCH_ACCOUNT", batch.accountName());
        lines.put("BATCH_KEY", batch.accountKey());
        lines.put("CA_PEM", authorityFile(place).toString());
        lines.put("CLIENT_CERT_PEM", certificateFile(shown));
        lines.put("USER_NAME", shown.userName());
        lines.put("USER_PASSWORD", shown.userPassword());
        String query = shown.userName().equals(FakeEntra.DEFAULT_USER_NAME)
                ? ""
                : "?username=" + URLEncoder.encode(shown.userName(), StandardCharsets.UTF_8);
        lines.put("DEVICE_APPROVE_URL", entra.deviceApproveUrl() + query);
        lines.put("REDIRECT_URI", shown.redirectUri());

        lines.put("ADMIN_URL", admin.uri().toString());
        lines.put("DEVICE_DECLINE_URL", entra.deviceDeclineUrl());
        lines.put("BATCH_SCOPE", batch.audience() + "/.default");
        lines.put("BATCH_RESOURCE", batch.audience());
        moreAccounts();
        managedIdentity(entra.managedIdentity());
        lines.put("CA_TRUST_STORE", trustStore().toString());
        lines.put("CA_TRUST_STORE_PASSWORD", TRUST_STORE_PASSWORD);
        lines.put("SEED", Long.toString(azure.seed()));
    }

    private void moreAccounts() {
        List<FakeBatch> accounts = azure.accounts();
        for (int i = 1; i < accounts.size(); i++) {
            String suffix = "_" + (i + 1);
            lines.put("BATCH_ENDPOINT" + suffix, accounts.get(i).url().toString());
            lines.put("BATCH_ACCOUNT" + suffix, accounts.get(i).accountName());
            lines.put("BATCH_KEY" + suffix, accounts.get(i).accountKey());
        }
    }

    /**
     * Under names of their own, so that a shell that takes all lines for variables does not suddenly run in App
     * Service.
     */
    private void managedIdentity(FakeManagedIdentity identity) {
        Map<String, String> appService = identity.environment(Source.APP_SERVICE);
        appService.forEach((name, value) -> lines.put("MANAGED_" + name, value));
        identity.environment(Source.IMDS).values().forEach(host -> lines.put("MANAGED_IDENTITY_IMDS_HOST", host));
    }

    private Path authorityFile(Place place) throws IOException {
        Path kept = place.authorityDirectory();
        return kept == null
                ? azure.trust().writePem(files.create("ca.pem"))
                : kept.resolve(TestAuthority.CERTIFICATE_FILE).toAbsolutePath();
    }

    private String certificateFile(Shown shown) throws IOException {
        Optional<TestCertificate> certificate = shown.certificate().apply(azure.entra());
        if (certificate.isEmpty()) {
            return "";
        }
        String pem = certificate.get().privateKeyPem() + certificate.get().certificatePem();
        return Files.writeString(files.create("client.pem"), pem).toString();
    }

    private Path trustStore() throws IOException {
        return azure.trust().writeTrustStore(files.create("ca.p12"), TRUST_STORE_PASSWORD);
    }

    @Override
    public void close() {
        admin.close();
        azure.close();
    }
}
