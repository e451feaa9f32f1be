package io.github.latchkey.testkit.batch;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toCollection;

import io.github.latchkey.testkit.batch.config.AuthenticationMode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchThrottling;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.rbac.AccessControl;
import io.github.latchkey.testkit.batch.rbac.RoleAssignment;
import io.github.latchkey.testkit.batch.rbac.RoleDefinition;
import io.github.latchkey.testkit.batch.script.TaskScript;
import io.github.latchkey.testkit.batch.service.AccountOptions;
import io.github.latchkey.testkit.batch.service.Application;
import io.github.latchkey.testkit.batch.service.BatchAccount;
import io.github.latchkey.testkit.batch.service.BatchAnswers;
import io.github.latchkey.testkit.batch.service.BatchService;
import io.github.latchkey.testkit.batch.service.InitialPools;
import io.github.latchkey.testkit.batch.service.Operation;
import io.github.latchkey.testkit.batch.service.Operations;
import io.github.latchkey.testkit.batch.signin.Gatekeeper;
import io.github.latchkey.testkit.batch.state.BatchSnapshot;
import io.github.latchkey.testkit.batch.storage.BatchStorage;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.TokenVerifier;
import io.github.latchkey.testkit.http.ErrorAnswers;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Handler;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.time.TestClock;
import io.github.latchkey.testkit.tls.TestAuthority;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * A fake Azure Batch account on a real HTTPS socket.
 *
 * <pre>{@code
 * try (FakeEntra entra = FakeEntra.start();
 *         FakeBatch batch = FakeBatch.builder().issuer(entra).start()) {
 *     URI account = batch.url();
 *     // any Batch client, with any credential that entra knows
 * }
 * }</pre>
 *
 * <p>It keeps real state, runs tasks on simulated nodes and answers as the service does, errors and oddities included.
 * By default it runs with real time, quickly: a pool is ready within a tenth of a second, a task takes some ten
 * milliseconds and succeeds. With a frozen {@link TestClock} nothing happens until the test moves the clock, and the
 * same moves give the same history. All methods are safe for use by many threads.
 */
public final class FakeBatch implements AutoCloseable {

    /**
     * The name under which a shared journal shows requests to a fake account, followed by a slash and the account's
     * name.
     */
    public static final String SERVER = "batch";

    /** The account's name unless another one is given. */
    public static final String DEFAULT_ACCOUNT = "latchkeytest";

    /** The account's key unless another one is given. */
    public static final String DEFAULT_KEY = Base64.getEncoder()
            .encodeToString("latchkey-default-key-not-for-production".getBytes(StandardCharsets.UTF_8));

    /** What tokens for the public cloud are for; with its slash at the end. */
    public static final String PUBLIC_AUDIENCE = "https://batch.core.windows.net/";

    /** The ids of all operations, in any letter case. */
    private static final Set<String> OPERATIONS = Operations.all().stream()
            .map(Operation::id)
            .collect(collectingAndThen(
                    toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)), Collections::unmodifiableSet));

    private final String accountName;
    private final String audience;
    private final String subscriptionPath;
    private final TestClock clock;
    private final TestAuthority trust;
    private final AccessControl access;
    private final List<Assignment> assignments;
    private final String initialKey;
    private final Faults faults;
    private final Gatekeeper gatekeeper;
    private final BatchAccount account;
    private final BatchService service;
    private final InitialPools pools;
    private final BatchStorage storage;
    private final TestServer server;
    private final SplittableRandom keys;
    private volatile String accountKey;

    private FakeBatch(Builder builder) {
        this.accountName = builder.accountName;
        this.initialKey = builder.accountKey;
        this.accountKey = initialKey;
        this.audience = builder.audience;
        this.clock = builder.clock;
        this.trust = builder.trust;
        this.keys = new SplittableRandom(builder.seed);
        this.subscriptionPath = builder.resourceId();
        this.access = new AccessControl(subscriptionPath);
        this.assignments = List.copyOf(builder.assignments);
        assignments.forEach(assignment -> assignment.assign(access));
        this.storage = new BatchStorage();
        this.account = new BatchAccount(builder.options(builder.clock, storage));
        this.gatekeeper = new Gatekeeper(builder.gate(account), accountKey, access);
        this.service = new BatchService(account);
        this.pools = new InitialPools(builder.pools);
        pools.addTo(service);
        this.faults = new Faults(new Errors(), builder.seed);
        TestServer.Builder description = TestServer.builder(new Counter()).name(SERVER + "/" + accountName);
        if (!builder.authorities.isEmpty()) {
            // For their keys, perhaps from a fake in this JVM.
            description.handlerWaits();
        }
        if (!builder.plainHttp) {
            description.certificate(trust.issueServerCertificate(builder.names));
        }
        this.server = description
                .host(builder.host)
                .port(builder.port)
                .clock(clock)
                .journal(builder.journal)
                .faults(faults)
                .start();
    }

    /**
     * Starts describing an account.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the requests for an operation, for {@link #faults()}.
     *
     * @param id as the service's specification has it, for instance {@code Job_Add}, in any letter case
     * @return true for them
     * @throws IllegalArgumentException if the service has no such operation; the message lists those that it has
     */
    public static Predicate<ServerRequest> operation(String id) {
        if (!OPERATIONS.contains(id)) {
            throw new IllegalArgumentException("the service has no operation '" + id + "'; it has " + OPERATIONS);
        }
        return request -> BatchService.operation(request).equalsIgnoreCase(id);
    }

    /**
     * Returns the account's address.
     *
     * @return scheme, host and port, without a slash at the end
     */
    public URI url() {
        return server.uri();
    }

    /**
     * Returns the account's name.
     *
     * @return {@link #DEFAULT_ACCOUNT} unless another one was given
     */
    public String accountName() {
        return accountName;
    }

    /**
     * Returns what tokens must be for; with {@code /.default} after it, the scope to ask for.
     *
     * @return {@link #PUBLIC_AUDIENCE} unless another one was given
     */
    public String audience() {
        return audience;
    }

    /**
     * Returns the key for requests that are signed with a shared key.
     *
     * @return the key in base64
     */
    public String accountKey() {
        return accountKey;
    }

    /**
     * Returns the account's id in the management plane, as scopes of role assignments name it.
     *
     * @return the id, from {@code /subscriptions} on
     */
    public String resourceId() {
        return subscriptionPath;
    }

    /**
     * Returns who may do what, and what was needed so far; changes count from the next request.
     *
     * @return the live access control
     */
    public AccessControl access() {
        return access;
    }

    /**
     * Returns the account's clock; moving it makes things happen.
     *
     * @return the clock that was given, or a running one
     */
    public TestClock clock() {
        return clock;
    }

    /**
     * Moves the account's clock and lets everything happen that falls due on the way. Returns when it has.
     *
     * @param duration how far; zero or more
     */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /**
     * Returns what goes wrong; nothing until a sentence is written.
     *
     * @return the live plan
     */
    public Faults faults() {
        return faults;
    }

    /**
     * Returns all requests to this account.
     *
     * @return the account's part of its journal; secrets are masked
     */
    public Journal journal() {
        return server.journal();
    }

    /**
     * Returns the authority that issued the fake's server certificate.
     *
     * @return the shared authority of this JVM unless another one was given
     */
    public TestAuthority trust() {
        return trust;
    }

    /**
     * Returns a reactor-netty client that trusts the fake.
     *
     * @return a new client
     */
    public HttpClient httpClient() {
        return trust.httpClient();
    }

    /**
     * Changes the account's key, as an administrator does; requests with the old one are refused.
     *
     * @return the new key in base64
     */
    public String regenerateKey() {
        byte[] bytes = new byte[64];
        synchronized (keys) {
            keys.nextBytes(bytes);
        }
        accountKey = Base64.getEncoder().encodeToString(bytes);
        gatekeeper.replaceKey(accountKey);
        return accountKey;
    }

    /**
     * Disables the account or enables it again; a disabled one refuses every request with {@code AccountIsDisabled}.
     *
     * @param disabled whether it is disabled from now on
     */
    public void disable(boolean disabled) {
        gatekeeper.disable(disabled);
    }

    /**
     * Refuses the next valid token with a claims challenge. That very token stays refused; a newer one is taken.
     *
     * @param claims what a new token must be asked for with, as JSON
     */
    public void challenge(String claims) {
        gatekeeper.challenge(claims);
    }

    /**
     * Takes a Spot (low-priority) node away, as Azure does when it needs the capacity; its tasks go back to the queue
     * and the pool gets another node.
     *
     * @param poolId the pool
     * @param nodeId the node
     * @throws IllegalArgumentException if there is no such node
     * @throws IllegalStateException if it is dedicated
     */
    public void preemptNode(String poolId, String nodeId) {
        account.preempt(poolId, nodeId);
    }

    /**
     * Breaks a node: it becomes unusable and its tasks go back to the queue.
     *
     * @param poolId the pool
     * @param nodeId the node
     * @throws IllegalArgumentException if there is no such node
     */
    public void breakNode(String poolId, String nodeId) {
        account.breakNode(poolId, nodeId);
    }

    /**
     * Loses contact with a node: it becomes {@code unknown}. Its tasks stay {@code running}, and what becomes of them
     * is not heard of until {@link #recoverNode} brings the contact back or {@link #breakNode} ends the hope.
     *
     * @param poolId the pool
     * @param nodeId the node
     * @throws IllegalArgumentException if there is no such node
     * @throws IllegalStateException if it does not run
     */
    public void loseContact(String poolId, String nodeId) {
        account.loseContact(poolId, nodeId);
    }

    /**
     * Repairs a node. One that was {@code unknown} is as it was, and what happened meanwhile is told; one that was
     * {@code unusable} is rebooted.
     *
     * @param poolId the pool
     * @param nodeId the node
     * @throws IllegalArgumentException if there is no such node
     * @throws IllegalStateException if it needs no repair
     */
    public void recoverNode(String poolId, String nodeId) {
        account.recoverNode(poolId, nodeId);
    }

    /**
     * Upgrades the operating system of a pool's nodes, as Azure does when there is a new version: all at once or in
     * batches, with or without waiting for tasks, as the {@code upgradePolicy} of the pool says. A node is
     * {@code upgradingos} meanwhile.
     *
     * @param poolId the pool
     * @throws IllegalArgumentException if there is no such pool
     * @throws IllegalStateException if it has no upgrade policy
     */
    public void upgradeOs(String poolId) {
        account.upgradeOs(poolId);
    }

    /**
     * Returns what stands for Azure Storage: where resource files come from and output files go to.
     *
     * @return the live storage
     */
    public BatchStorage storage() {
        return storage;
    }

    /**
     * Looks at the account, for assertions and for people who look on.
     *
     * @return what is in it now
     */
    public BatchSnapshot snapshot() {
        return account.snapshot();
    }

    /**
     * Makes a ready answer for {@link #faults()}, with the status and body that the service sends for an error.
     *
     * @param code the service's code, such as {@code TooManyRequests} or {@code ServerBusy}
     * @return the answer
     * @throws IllegalArgumentException if the service has no such code; the message lists those that it has
     */
    public static ServerResponse answer(String code) {
        return BatchAnswers.code(code);
    }

    /**
     * Begins again: the account holds its initial pools and nothing else, nothing is due or runs, nothing goes wrong,
     * and storage, journal and what principals needed are forgotten. Roles, groups and the key are those of the
     * description again, and the account is enabled. Applications and the clock stay as they are. Chance begins again
     * with the seed: with the clock set back too, the same calls have the same history as before.
     */
    public void reset() {
        account.reset();
        storage.clear();
        pools.addTo(service);
        faults.clear();
        server.journal().clear();
        access.clear();
        assignments.forEach(assignment -> assignment.assign(access));
        accountKey = initialKey;
        gatekeeper.reset(initialKey);
    }

    /**
     * Closes the sockets and all connections, forgets what is due, and ends the processes of command lines that really
     * run. A second call does nothing.
     */
    @Override
    public void close() {
        server.close();
        account.close();
    }

    @Override
    public String toString() {
        return "FakeBatch[" + url() + "]";
    }

    /** What the account answers when something is wrong. */
    private final class Errors implements ErrorAnswers {

        @Override
        public ServerResponse status(int status) {
            ServerResponse answer = BatchAnswers.status(status);
            return status == 401 ? answer.header("WWW-Authenticate", gatekeeper.challenge()) : answer;
        }

        @Override
        public ServerResponse claims(String claims) {
            return BatchAnswers.status(401).header("WWW-Authenticate", gatekeeper.claimsChallenge(claims));
        }
    }

    /** An assignment that waits for the account's id. */
    @FunctionalInterface
    private interface Assignment {
        void assign(AccessControl access);
    }

    /** Brings requests to the service. */
    private final class Counter implements Handler {

        @Override
        public ServerResponse handle(ServerRequest request) {
            return service.handle(request, gatekeeper);
        }

        @Override
        public String operation(ServerRequest request) {
            return BatchService.operation(request);
        }

        @Override
        public Set<String> operations() {
            return OPERATIONS;
        }
    }

    /**
     * Describes a {@link FakeBatch}; every option has a default but the issuer of tokens, without which only shared
     * keys work.
     */
    public static final class Builder {

        private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");

        private static final Pattern AUDIENCE =
                Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

        private final List<Function<Clock, TokenVerifier>> verifiers = new ArrayList<>();
        private final List<Assignment> assignments = new ArrayList<>();
        private final List<Authority> authorities = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final List<String> pools = new ArrayList<>();
        private final Map<String, Application> applications = new TreeMap<>();
        private String accountName = DEFAULT_ACCOUNT;
        private String accountKey = DEFAULT_KEY;
        private String resourceGroupPath =
                "/subscriptions/5a4d3c2b-1f0e-4d9c-8b7a-695847362514/resourceGroups/latchkey-test";
        private String audience = PUBLIC_AUDIENCE;
        private String signInAddress = "https://login.microsoftonline.com/common";
        private Set<AuthenticationMode> modes = EnumSet.allOf(AuthenticationMode.class);
        private BatchTimings timings = BatchTimings.defaults();
        private BatchLimits limits = BatchLimits.defaults();
        private BatchThrottling throttling = BatchThrottling.none();
        private BatchQuirks quirks = BatchQuirks.defaults();
        private TaskScript script = TaskScript.success();
        private TestClock clock = TestClock.running();
        private TestAuthority trust = TestAuthority.shared();
        private Journal journal = Journal.standard();
        private String host = "127.0.0.1";
        private int port;
        private boolean plainHttp;
        private long seed = 1;
        private @Nullable FakeEntra issuer;
        private @Nullable String tenantId;
        private @Nullable Path realDirectory;

        private Builder() {}

        /** An issuer that is known by its address. */
        private record Authority(URI address, TestAuthority trust) {}

        /**
         * Trusts the tokens of a fake Entra ID that runs in this JVM, those of its default tenant unless
         * {@link #tenant} says otherwise. Whether a token is valid already, and still, is decided by the account's
         * clock.
         *
         * @param entra the issuer
         * @return this builder
         */
        public Builder issuer(FakeEntra entra) {
            verifiers.add(entra::tokenVerifier);
            issuer = entra;
            tenantId = tenantId == null ? entra.tenantId() : tenantId;
            return this;
        }

        /**
         * Trusts the tokens of a tenant whose issuer and keys are looked up over HTTPS, when they are first needed and
         * when a token names an unknown key.
         *
         * @param authority the tenant's address, for example {@code https://localhost:8443/contoso.example}
         * @param authorityTrust the authority that issued the certificate of that server
         * @return this builder
         */
        public Builder issuer(URI authority, TestAuthority authorityTrust) {
            authorities.add(new Authority(authority, authorityTrust));
            issuer = null;
            signInAddress = authority.toString();
            return this;
        }

        /**
         * Sets the tenant of the account's subscription; tokens of others are refused although their issuer is trusted.
         *
         * @param id the tenant's GUID
         * @return this builder
         */
        public Builder tenant(String id) {
            tenantId = id;
            return this;
        }

        /**
         * Sets what tokens must be for. {@link FakeBatch#PUBLIC_AUDIENCE} by default.
         *
         * @param exactAudience compared exactly, slash included: an absolute URI, or a GUID
         * @return this builder
         * @throws IllegalArgumentException if it is neither
         */
        public Builder audience(String exactAudience) {
            if (!AUDIENCE.matcher(exactAudience).matches()) {
                throw new IllegalArgumentException("audience: '" + exactAudience
                        + "' is neither an absolute URI such as " + PUBLIC_AUDIENCE + " nor a GUID");
            }
            audience = exactAudience;
            return this;
        }

        /**
         * Sets the account's name. {@link FakeBatch#DEFAULT_ACCOUNT} by default.
         *
         * @param name 3 to 24 lower-case letters and digits
         * @return this builder
         */
        public Builder account(String name) {
            if (!ACCOUNT.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "account: '" + name + "' is no account name; use 3 to 24 lower-case letters and digits");
            }
            accountName = name;
            return this;
        }

        /**
         * Sets the account's key. {@link FakeBatch#DEFAULT_KEY} by default.
         *
         * @param base64 the key in base64
         * @return this builder
         */
        public Builder accountKey(String base64) {
            try {
                if (Base64.getDecoder().decode(base64).length == 0) {
                    throw new IllegalArgumentException("accountKey: the key is empty; give some bytes in base64");
                }
            } catch (IllegalArgumentException noBase64) {
                throw new IllegalArgumentException("accountKey: the key must be base64 of at least one byte");
            }
            accountKey = base64;
            return this;
        }

        /**
         * Sets where the account is in the management plane.
         *
         * @param subscriptionId the subscription's GUID
         * @param resourceGroup the resource group's name
         * @return this builder
         */
        public Builder resourceGroup(String subscriptionId, String resourceGroup) {
            resourceGroupPath = "/subscriptions/" + subscriptionId + "/resourceGroups/" + resourceGroup;
            return this;
        }

        /**
         * Sets which ways to authenticate are allowed. All by default.
         *
         * @param first one of them
         * @param more the others
         * @return this builder
         */
        public Builder authentication(AuthenticationMode first, AuthenticationMode... more) {
            modes = EnumSet.of(first, more);
            return this;
        }

        /**
         * Lets nobody with a token do anything without a role, as in Azure: also while none is assigned, and after
         * {@link FakeBatch#reset()}. By default the account is open to every principal of the tenant until the first
         * role is assigned.
         *
         * @return this builder
         */
        public Builder strictRoles() {
            assignments.add(0, AccessControl::revokeAll);
            return this;
        }

        /**
         * Assigns a role at the account. As long as no role is assigned every principal of the tenant may do
         * everything, unless {@link #strictRoles} says otherwise.
         *
         * @param role a built-in or custom role
         * @param principalId the object id of a service principal, a user or a group
         * @return this builder
         */
        public Builder assign(RoleDefinition role, String principalId) {
            assignments.add(access -> access.assign(role, principalId));
            return this;
        }

        /**
         * Adds a role assignment at any scope.
         *
         * @param assignment the assignment
         * @return this builder
         */
        public Builder assign(RoleAssignment assignment) {
            assignments.add(access -> access.assign(assignment));
            return this;
        }

        /**
         * Puts a principal into a group, for roles that are assigned to groups.
         *
         * @param groupId the group's object id
         * @param memberId the member's object id
         * @return this builder
         */
        public Builder member(String groupId, String memberId) {
            assignments.add(access -> access.addMember(groupId, memberId));
            return this;
        }

        /**
         * Sets how long things take.
         *
         * @param newTimings the timings
         * @return this builder
         */
        public Builder timings(BatchTimings newTimings) {
            timings = newTimings;
            return this;
        }

        /**
         * Sets quotas and limits.
         *
         * @param newLimits the limits
         * @return this builder
         */
        public Builder limits(BatchLimits newLimits) {
            limits = newLimits;
            return this;
        }

        /**
         * Sets when there are too many requests. Never by default; for refusals of single requests see
         * {@link FakeBatch#faults()}.
         *
         * @param newThrottling the limits
         * @return this builder
         */
        public Builder throttling(BatchThrottling newThrottling) {
            throttling = newThrottling;
            return this;
        }

        /**
         * Sets which oddities of the service are kept.
         *
         * @param newQuirks the quirks
         * @return this builder
         */
        public Builder quirks(BatchQuirks newQuirks) {
            quirks = newQuirks;
            return this;
        }

        /**
         * Sets what tasks do. All succeed by default.
         *
         * @param newScript for example {@link io.github.latchkey.testkit.batch.script.TaskRules}
         * @return this builder
         */
        public Builder script(TaskScript newScript) {
            script = newScript;
            return this;
        }

        /**
         * Lets command lines really run, by {@code /bin/sh} with the rights of this JVM: those of tasks, of start,
         * preparation and release tasks, and coordination commands. Never the default: whoever can add a task can then
         * run any program on this machine.
         *
         * <p>Each node gets a directory, with {@code shared}, {@code startup}, {@code applications} and
         * {@code workitems/<job>/job-1/<task>/wd} as on a real node, and the environment variables name them. Processes
         * take real time, also when the clock stands still; {@code maxWallClockTime} is measured by the clock. What a
         * task leaves running ends with it.
         *
         * @param directory where nodes get their directories; they stay there afterwards
         * @return this builder
         */
        public Builder runCommandLines(Path directory) {
            realDirectory = directory;
            return this;
        }

        /**
         * Adds an application to the account. The last of its versions is the default one, for references that name
         * none.
         *
         * @param id the application's id
         * @param versions the versions of its package
         * @return this builder
         */
        public Builder application(String id, String... versions) {
            String last = versions.length == 0 ? null : versions[versions.length - 1];
            applications.put(id, new Application(id, List.of(versions), last));
            return this;
        }

        /**
         * Adds an application without a default version: references must name one.
         *
         * @param id the application's id
         * @param versions the versions of its package
         * @return this builder
         */
        public Builder applicationWithoutDefault(String id, String... versions) {
            applications.put(id, new Application(id, List.of(versions), null));
            return this;
        }

        /**
         * Adds a pool that is there from the start, and again after each {@link FakeBatch#reset()}.
         *
         * @param json the body of an Add Pool request
         * @return this builder
         */
        public Builder pool(String json) {
            pools.add(json);
            return this;
        }

        /**
         * Checks the initial pools as {@link #start()} does, but starts nothing.
         *
         * @return this builder
         * @throws IllegalArgumentException if the service refuses an initial pool, or a role cannot be assigned there
         */
        public Builder check() {
            AccessControl trial = new AccessControl(resourceId());
            assignments.forEach(assignment -> assignment.assign(trial));
            new InitialPools(pools)
                    .addTo(new BatchService(new BatchAccount(options(TestClock.frozen(), new BatchStorage()))));
            return this;
        }

        private String resourceId() {
            return resourceGroupPath + "/providers/Microsoft.Batch/batchAccounts/" + accountName;
        }

        /**
         * Sets the clock. A running one of its own by default; give it the one that the issuer has when time is moved.
         *
         * @param newClock the clock
         * @return this builder
         */
        public Builder clock(TestClock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Serves plain HTTP, for clients that cannot be told to trust another authority. HTTPS by default.
         *
         * @return this builder
         */
        public Builder plainHttp() {
            plainHttp = true;
            return this;
        }

        /**
         * Sets the authority that issues the server certificate. The shared one of this JVM by default.
         *
         * @param authority the authority
         * @return this builder
         */
        public Builder trust(TestAuthority authority) {
            trust = authority;
            return this;
        }

        /**
         * Adds a host name to the server certificate, for clients that reach the fake by another name.
         *
         * @param name a DNS name or an address
         * @return this builder
         */
        public Builder certificateName(String name) {
            names.add(name);
            return this;
        }

        /**
         * Sets where requests are recorded.
         *
         * @param newJournal may be shared by several servers
         * @return this builder
         */
        public Builder journal(Journal newJournal) {
            journal = newJournal;
            return this;
        }

        /**
         * Sets the address to listen on. {@code 127.0.0.1} by default.
         *
         * @param newHost a name or address of this machine
         * @return this builder
         */
        public Builder host(String newHost) {
            host = newHost;
            return this;
        }

        /**
         * Sets the port to listen on. Zero, the default, takes any free port.
         *
         * @param newPort 0 to 65535
         * @return this builder
         */
        public Builder port(int newPort) {
            if (newPort < 0 || newPort > 65535) {
                throw new IllegalArgumentException("port: " + newPort + " is not from 0 (any free port) to 65535");
            }
            port = newPort;
            return this;
        }

        /**
         * Sets what ids, keys and chances are drawn from; the same seed gives the same history.
         *
         * @param newSeed any number; 1 by default
         * @return this builder
         */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /**
         * Starts the fake and waits until it listens.
         *
         * @return the running fake
         * @throws IllegalArgumentException if the service refuses an initial pool
         * @throws reactor.netty.ChannelBindException if the address cannot be listened on
         */
        public FakeBatch start() {
            return new FakeBatch(this);
        }

        private AccountOptions options(TestClock time, BatchStorage storage) {
            return new AccountOptions(
                    accountName,
                    time,
                    seed,
                    timings,
                    limits,
                    throttling,
                    quirks,
                    script,
                    storage,
                    List.copyOf(applications.values()),
                    realDirectory);
        }

        private Gatekeeper.GateOptions gate(BatchAccount account) {
            List<TokenVerifier> all = new ArrayList<>();
            verifiers.forEach(verifier -> all.add(verifier.apply(clock)));
            authorities.forEach(authority -> all.add(TokenVerifier.discovering(
                    authority.address(), authority.trust().sslContext(), clock)));
            return new Gatekeeper.GateOptions(
                    accountName,
                    Set.copyOf(modes),
                    audience,
                    tenantId,
                    issuer == null || tenantId == null
                            ? signInAddress
                            : issuer.authority(tenantId).toString(),
                    quirks,
                    clock,
                    List.copyOf(all),
                    account::jobOfTaskToken);
        }
    }
}
