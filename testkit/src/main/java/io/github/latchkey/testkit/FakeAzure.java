package io.github.latchkey.testkit;

import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.rbac.NeededPermissions;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.TokenRequests;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.http.RecordedRequests;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * A fake Entra ID and fake Batch accounts that trust it, on real HTTPS sockets: all that a program needs to believe
 * that it is in Azure.
 *
 * <pre>{@code
 * try (FakeAzure azure = FakeAzure.start()) {
 *     URI account = azure.batch().url();
 *     ClientCredentials credentials = azure.credentials();
 *     HttpClient http = azure.httpClient();
 *     // any client of Entra ID and Batch
 *     azure.tokenRequests().hasCount(1);
 * }
 * }</pre>
 *
 * <p>Both share one clock, one seed, one certificate authority and one journal. Without further words there are one
 * tenant, one application, one user and one account, as {@link FakeEntra} and {@link FakeBatch} describe them; the
 * clock runs with real time. All methods are safe for use by many threads.
 */
public final class FakeAzure implements AutoCloseable {

    /** The system property that sets the seed of fakes that are not given one, to repeat a run. */
    public static final String SEED_PROPERTY = "latchkey.testkit.seed";

    static {
        // The classes of FakeBatch are loaded while FakeEntra starts: it has a handler for each operation of the
        // service.
        Thread loader = new Thread(FakeBatch::builder, "latchkey-testkit-loader");
        loader.setDaemon(true);
        loader.start();
    }

    private final TestClock clock;
    private final TestAuthority trust;
    private final Journal journal;
    private final long seed;
    private final Consumer<FakeAzure> preparation;
    private final Running running = new Running();
    private final FakeEntra entra;
    private final Map<String, FakeBatch> accounts = new LinkedHashMap<>();
    private final FakeBatch first;
    private final ConnectionProvider connections;

    /** Made when it is first asked for: who brings a client need not wait for ours. */
    private @Nullable HttpClient client;

    private FakeAzure(Builder builder) {
        this.clock = builder.clock;
        this.trust = builder.trust;
        this.journal = builder.journal;
        this.seed = builder.seed();
        this.preparation = builder.preparation;
        try {
            this.entra = running.add(builder.describeEntra().start());
            for (FakeBatch.Builder description : builder.describeAccounts(entra)) {
                FakeBatch account = running.add(description.start());
                if (accounts.put(account.accountName(), account) != null) {
                    throw new IllegalArgumentException("batch: there are two accounts named '" + account.accountName()
                            + "'; give each a name of its own");
                }
            }
            this.first = accounts.values().iterator().next();
            this.connections = ConnectionProvider.create("latchkey-testkit-client", 500);
            running.add(connections::dispose);
        } catch (RuntimeException failed) {
            running.closeAfter(failed);
            throw failed;
        }
    }

    /**
     * Starts both fakes with the default configuration on free ports of the loopback address.
     *
     * @return the running fakes
     */
    public static FakeAzure start() {
        return builder().start();
    }

    /**
     * Starts describing fakes.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the fake Entra ID.
     *
     * @return the running fake
     */
    public FakeEntra entra() {
        return entra;
    }

    /**
     * Returns the first Batch account.
     *
     * @return the running fake
     */
    public FakeBatch batch() {
        return first;
    }

    /**
     * Returns a Batch account.
     *
     * @param account its name
     * @return the running fake
     * @throws IllegalArgumentException if there is no such account; the message lists those that there are
     */
    public FakeBatch batch(String account) {
        FakeBatch batch = accounts.get(account);
        if (batch == null) {
            throw new IllegalArgumentException(
                    "batch: there is no account '" + account + "'; there are " + accounts.keySet());
        }
        return batch;
    }

    /**
     * Returns all Batch accounts.
     *
     * @return the running fakes, the first one first
     */
    public List<FakeBatch> accounts() {
        return List.copyOf(accounts.values());
    }

    /**
     * Returns the clock of tokens, nodes and schedules.
     *
     * @return the clock that was given, or a running one
     */
    public TestClock clock() {
        return clock;
    }

    /**
     * Moves the clock and lets everything happen that falls due on the way. Returns when it has.
     *
     * @param duration how far; zero or more
     */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /**
     * Returns the requests to all of these fakes in the order in which they arrived; each entry names its server.
     *
     * @return the live journal; secrets are masked
     */
    public Journal journal() {
        return journal;
    }

    /**
     * Returns the counters of token requests, which can be asserted as well.
     *
     * @return a live view of all of them
     */
    public TokenRequests tokenRequests() {
        return entra.tokenRequests();
    }

    /**
     * Returns the requests to all Batch accounts, to count, await or assert them; those to one account are
     * {@code batch().journal().select()}.
     *
     * @return a live view of all of them
     */
    public RecordedRequests batchRequests() {
        return journal.select().matching("to Batch", request -> request.server().startsWith(FakeBatch.SERVER));
    }

    /**
     * Returns what all principals needed to be allowed in all accounts so far: for the smallest role that would do, and
     * for the assertion that a role does.
     *
     * @return a copy
     */
    public NeededPermissions neededPermissions() {
        return accounts.values().stream()
                .map(account -> account.access().needed())
                .reduce(NeededPermissions::and)
                .orElseThrow();
    }

    /**
     * Returns the authority that issued the fakes' server certificates, with trust material for all kinds of clients.
     *
     * @return the shared authority of this JVM unless another one was given
     */
    public TestAuthority trust() {
        return trust;
    }

    /**
     * Returns a reactor-netty client that trusts these fakes. Its connections end when the fakes are closed.
     *
     * @return always the same client
     */
    public synchronized HttpClient httpClient() {
        HttpClient known = client;
        if (known == null) {
            known = trust.trustedBy(HttpClient.create(connections));
            client = known;
        }
        return known;
    }

    /**
     * Returns what a program needs to sign in as the default application.
     *
     * @return tenant, client id, secret, and the scope of the first account
     */
    public ClientCredentials credentials() {
        return new ClientCredentials(
                entra.authorityHost(),
                entra.tenantId(),
                entra.clientId(),
                entra.clientSecret(),
                first.audience() + "/.default");
    }

    /**
     * Returns the environment variables with which a program finds these fakes instead of Azure:
     * {@code AZURE_AUTHORITY_HOST}, {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID}, {@code AZURE_CLIENT_SECRET},
     * {@code BATCH_ACCOUNT_URL}, {@code BATCH_ACCOUNT_NAME} and {@code BATCH_ACCOUNT_KEY}, those of Batch for the first
     * account.
     *
     * @return names and values, secrets in clear
     */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AZURE_AUTHORITY_HOST", entra.authorityHost().toString());
        variables.put("AZURE_TENANT_ID", entra.tenantId());
        variables.put("AZURE_CLIENT_ID", entra.clientId());
        variables.put("AZURE_CLIENT_SECRET", entra.clientSecret());
        variables.put("BATCH_ACCOUNT_URL", first.url().toString());
        variables.put("BATCH_ACCOUNT_NAME", first.accountName());
        variables.put("BATCH_ACCOUNT_KEY", first.accountKey());
        return variables;
    }

    /**
     * Returns the seed of all chance, to be printed when a test fails. The same seed gives the same ids and the same
     * decisions for the same requests in the same order.
     *
     * @return the seed that was given, or a new one for each start
     */
    public long seed() {
        return seed;
    }

    /**
     * Begins again, as {@link FakeEntra#reset()} and {@link FakeBatch#reset()} do, and forgets the whole journal. What
     * {@link Builder#prepare} did is done again. The clock stays where it is.
     */
    public void reset() {
        entra.reset();
        accounts.values().forEach(FakeBatch::reset);
        journal.clear();
        preparation.accept(this);
    }

    /** Closes all sockets and connections and forgets what is due. A second call does nothing. */
    @Override
    public void close() {
        running.close();
    }

    @Override
    public String toString() {
        return "FakeAzure[" + entra.authorityHost() + ", " + accounts.values() + "]";
    }

    /** What has been started and not been closed, the latest first. */
    private static final class Running {

        private final List<AutoCloseable> parts = new ArrayList<>();

        synchronized <T extends AutoCloseable> T add(T part) {
            parts.add(0, part);
            return part;
        }

        /** Closes all parts, the rest also when one of them fails. */
        synchronized void close() {
            RuntimeException failure = null;
            for (AutoCloseable part : parts) {
                try {
                    part.close();
                } catch (Exception failed) {
                    if (failure == null) {
                        failure = new IllegalStateException("a fake could not be closed", failed);
                    } else {
                        failure.addSuppressed(failed);
                    }
                }
            }
            parts.clear();
            if (failure != null) {
                throw failure;
            }
        }

        void closeAfter(Throwable cause) {
            try {
                close();
            } catch (RuntimeException failed) {
                cause.addSuppressed(failed);
            }
        }
    }

    /**
     * Describes {@link FakeAzure}. What the fakes share is set here; all else is set on the builders that
     * {@link #entra} and {@link #batch} hand out, and what is set there wins.
     */
    public static final class Builder {

        private final List<Consumer<FakeEntra.Builder>> entra = new ArrayList<>();
        private final Map<String, List<Consumer<FakeBatch.Builder>>> accounts = new LinkedHashMap<>();
        private TestClock clock = TestClock.running();
        private TestAuthority trust = TestAuthority.shared();
        private Journal journal = Journal.standard();
        private String host = "127.0.0.1";
        private final List<String> names = new ArrayList<>();
        private @Nullable Long seed;
        private Consumer<FakeAzure> preparation = azure -> {};

        private Builder() {}

        /**
         * Describes the fake Entra ID: tenants, applications, users, port and so on.
         *
         * @param description gets the builder; called at the start, after earlier descriptions
         * @return this builder
         */
        public Builder entra(Consumer<FakeEntra.Builder> description) {
            entra.add(description);
            return this;
        }

        /**
         * Describes the account {@link FakeBatch#DEFAULT_ACCOUNT}: role assignments, pools, port and so on.
         *
         * @param description gets the builder; called at the start, after earlier descriptions
         * @return this builder
         */
        public Builder batch(Consumer<FakeBatch.Builder> description) {
            return batch(FakeBatch.DEFAULT_ACCOUNT, description);
        }

        /**
         * Describes an account. The first account that is described is the one that {@link FakeAzure#batch()} returns;
         * when none is, there is {@link FakeBatch#DEFAULT_ACCOUNT}.
         *
         * @param account its name
         * @param description gets the builder; called at the start, after earlier descriptions of the same account
         * @return this builder
         */
        public Builder batch(String account, Consumer<FakeBatch.Builder> description) {
            accounts.computeIfAbsent(account, name -> new ArrayList<>()).add(description);
            return this;
        }

        /**
         * Sets the clock. A running one by default; with a frozen one nothing happens until the test moves it.
         *
         * @param newClock the clock of all fakes
         * @return this builder
         */
        public Builder clock(TestClock newClock) {
            this.clock = newClock;
            return this;
        }

        /**
         * Sets the authority that issues the server certificates. The shared one of this JVM by default.
         *
         * @param authority clients must trust it
         * @return this builder
         */
        public Builder trust(TestAuthority authority) {
            this.trust = authority;
            return this;
        }

        /**
         * Sets where requests are recorded. {@link Journal#standard()} by default.
         *
         * @param newJournal the journal of all fakes
         * @return this builder
         */
        public Builder journal(Journal newJournal) {
            this.journal = newJournal;
            return this;
        }

        /**
         * Sets the address to listen on. {@code 127.0.0.1} by default.
         *
         * @param newHost a name or address of this machine; the server certificates have it among their names
         * @return this builder
         */
        public Builder host(String newHost) {
            this.host = newHost;
            return this;
        }

        /**
         * Adds a name to the server certificates, for clients that reach the fakes by another name than those of
         * loopback and the real hosts.
         *
         * @param name a host name or an IP address
         * @return this builder
         */
        public Builder certificateName(String name) {
            names.add(name);
            return this;
        }

        /**
         * Sets the seed of all chance: ids, lifetimes, faults with a probability. Each server draws from a seed of its
         * own that is made of this one and the server's name. By default it is the system property
         * {@value FakeAzure#SEED_PROPERTY}, else different in each start.
         *
         * @param newSeed any number
         * @return this builder
         */
        public Builder seed(long newSeed) {
            this.seed = newSeed;
            return this;
        }

        /**
         * Prepares the fakes, at the end of the start and of each {@link FakeAzure#reset()}: with faults, for example.
         *
         * @param newPreparation gets the running fakes; called after earlier preparations
         * @return this builder
         */
        public Builder prepare(Consumer<FakeAzure> newPreparation) {
            this.preparation = preparation.andThen(newPreparation);
            return this;
        }

        /**
         * Starts the fakes and waits until they listen.
         *
         * @return the running fakes
         * @throws IllegalArgumentException if the description contradicts itself
         * @throws reactor.netty.ChannelBindException if an address cannot be listened on
         */
        public FakeAzure start() {
            FakeAzure azure = new FakeAzure(this);
            try {
                preparation.accept(azure);
                return azure;
            } catch (RuntimeException | Error failed) {
                azure.running.closeAfter(failed);
                throw failed;
            }
        }

        /** The host is among them, unless every certificate has it, or it stands for all addresses. */
        private List<String> certificateNames() {
            boolean usual = List.of("localhost", "127.0.0.1", "0.0.0.0", "::").contains(host);
            return usual
                    ? names
                    : Stream.concat(Stream.of(host), names.stream()).toList();
        }

        private long seed() {
            Long given = seed;
            if (given == null) {
                given = defaultSeed();
                seed = given;
            }
            return given;
        }

        private static long defaultSeed() {
            String given = System.getProperty(SEED_PROPERTY, "").strip();
            if (given.isEmpty()) {
                return new Random().nextLong();
            }
            try {
                return Long.parseLong(given);
            } catch (NumberFormatException noNumber) {
                throw new IllegalArgumentException(SEED_PROPERTY + ": '" + given
                        + "' is no seed; use a whole number, as a failed test printed it");
            }
        }

        /** Each server has a seed of its own, or all would decide alike and give the same ids. */
        private long seedOf(String server) {
            return new SplittableRandom(seed() + server.hashCode()).nextLong();
        }

        private FakeEntra.Builder describeEntra() {
            FakeEntra.Builder description = FakeEntra.builder()
                    .clock(clock)
                    .trust(trust)
                    .journal(journal)
                    .host(host)
                    .seed(seedOf(FakeEntra.SERVER));
            certificateNames().forEach(description::certificateName);
            entra.forEach(part -> part.accept(description));
            return description;
        }

        private List<FakeBatch.Builder> describeAccounts(FakeEntra issuer) {
            Map<String, List<Consumer<FakeBatch.Builder>>> described =
                    accounts.isEmpty() ? Map.of(FakeBatch.DEFAULT_ACCOUNT, List.of()) : accounts;
            List<FakeBatch.Builder> descriptions = new ArrayList<>();
            described.forEach((account, parts) -> {
                FakeBatch.Builder description = FakeBatch.builder()
                        .account(account)
                        .issuer(issuer)
                        .clock(clock)
                        .trust(trust)
                        .journal(journal)
                        .host(host)
                        .seed(seedOf(FakeBatch.SERVER + "/" + account));
                certificateNames().forEach(description::certificateName);
                parts.forEach(part -> part.accept(description));
                descriptions.add(description);
            });
            return descriptions;
        }
    }
}
