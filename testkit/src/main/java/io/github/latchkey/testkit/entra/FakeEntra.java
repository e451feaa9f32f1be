package io.github.latchkey.testkit.entra;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Fault;
import io.github.latchkey.testkit.http.FaultPlan;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.http.Requests;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.TestServer;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * A fake Microsoft Entra ID on a real HTTPS socket.
 *
 * <pre>{@code
 * try (FakeEntra entra = FakeEntra.start()) {
 *     HttpClient client = entra.trust().httpClient();
 *     // POST entra.authorityHost() + "/" + entra.tenantId() + "/oauth2/v2.0/token" ...
 *     assertThat(entra.tokenRequests().count()).isEqualTo(1);
 * }
 * }</pre>
 *
 * <p>Without further words it knows one tenant, one application with a secret, and one user; see the constants of this
 * class. Tokens are signed with RS256 by keys that it publishes. Errors arise from their cause; trouble without a cause
 * is ordered with {@link #faults()}. All methods are safe for use by many threads.
 */
public final class FakeEntra implements AutoCloseable {

    /** The tenant that is there without further words. */
    public static final String DEFAULT_TENANT_ID = "3fa1c9e2-6d0b-4c57-9a83-5be0d1f27a46";

    /** The default tenant's domain. */
    public static final String DEFAULT_DOMAIN = "contoso.example";

    /** The application that is there without further words. */
    public static final String DEFAULT_CLIENT_ID = "b7d46a10-2f3c-4e98-8c1d-90e6f5a3b7d2";

    /** The default application's secret. */
    public static final String DEFAULT_CLIENT_SECRET = "latchkey~default.secret-not-for-production";

    /** The user that is there without further words. */
    public static final String DEFAULT_USER_NAME = "ada@" + DEFAULT_DOMAIN;

    /** The default user's password. */
    public static final String DEFAULT_USER_PASSWORD = "correct-horse-battery-staple";

    /** The client id of the machine's own managed identity that is there without further words. */
    public static final String DEFAULT_SYSTEM_IDENTITY = "9e2b1f64-7c0d-4b3a-8f15-6d4c3b2a1908";

    /** The client id of the user-assigned managed identity that is there without further words. */
    public static final String DEFAULT_USER_IDENTITY = "41c7d9a5-3e8b-4f26-9b70-a5f4e3d2c1b0";

    /** The name under which a shared journal shows requests to a fake Entra ID. */
    public static final String SERVER = "entra";

    private final EntraDirectory initial = new EntraDirectory();
    private final EntraDirectory directory = new EntraDirectory();
    private final IssuedTokens issuedTokens = new IssuedTokens();
    private final TokenRequests tokenRequests;
    private final KeyRing keys = new KeyRing();
    private final TestAuthority trust;
    private final SkewedClock clock;
    private final Duration initialSkew;
    private final EntraOptions options;
    private final EntraAnswers answers;
    private final Faults faults;
    private final Revocations revocations;
    private final TestCertificate certificate;
    private final Journal sharedJournal;
    private final EntraEndpoints endpoints;
    private final TestServer server;
    private final Object identityGuard = new Object();
    private @Nullable FakeManagedIdentity managedIdentity;

    private FakeEntra(Builder builder) {
        Ids ids = new Ids(builder.seed);
        this.trust = builder.trust;
        this.initialSkew = builder.clockSkew;
        this.clock = new SkewedClock(builder.clock, initialSkew);
        this.options = builder.options(clock);
        this.answers = new EntraAnswers(clock, ids);
        this.faults = new Faults(answers, builder.seed);
        this.revocations = new Revocations(ids);
        builder.fill(initial);
        directory.replaceWith(initial);
        this.certificate = trust.issueServerCertificate(builder.names);
        this.endpoints = new EntraEndpoints(
                directory,
                options,
                answers,
                keys,
                ids,
                builder.identities(),
                issuedTokens,
                () -> authorityHost().toString());
        this.sharedJournal = builder.journal;
        this.tokenRequests = new TokenRequests(builder.journal.of(SERVER));
        this.server = TestServer.builder(endpoints.router())
                .name(SERVER)
                .certificate(certificate)
                .host(builder.host)
                .port(builder.port)
                .targets(builder.targets)
                .clock(clock)
                .journal(builder.journal)
                .faults(new CountingPlan())
                .start();
        // Not before: it would take time from the start, and the first token is still far away.
        SigningKey.prepare();
    }

    /**
     * Starts a fake with the default configuration on a free port of the loopback address.
     *
     * @return the running fake
     */
    public static FakeEntra start() {
        return builder().start();
    }

    /**
     * Starts describing a fake; the default tenant, application and user are there besides what is added.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the requests to the token endpoints of both versions, for {@link #faults()}.
     *
     * @return true for them
     */
    public static Predicate<ServerRequest> tokenEndpoint() {
        return Requests.to("POST", "/{tenant}/oauth2/token").or(Requests.to("POST", "/{tenant}/oauth2/v2.0/token"));
    }

    /**
     * Returns the requests for device codes of both versions, for {@link #faults()}.
     *
     * @return true for them
     */
    public static Predicate<ServerRequest> deviceCodeEndpoint() {
        return Requests.to("POST", "/{tenant}/oauth2/devicecode")
                .or(Requests.to("POST", "/{tenant}/oauth2/v2.0/devicecode"));
    }

    /**
     * Returns the requests to the published keys of both versions, for {@link #faults()}.
     *
     * @return true for them
     */
    public static Predicate<ServerRequest> keysEndpoint() {
        return Requests.path("/{tenant}/discovery/keys").or(Requests.path("/{tenant}/discovery/v2.0/keys"));
    }

    /**
     * Returns the address of the fake, which stands in for {@code https://login.microsoftonline.com}.
     *
     * @return scheme, host and port, without a slash at the end
     */
    public URI authorityHost() {
        return server.uri();
    }

    /**
     * Returns the address of the default tenant.
     *
     * @return for example {@code https://localhost:8443/3fa1c9e2-...}
     */
    public URI authority() {
        return authority(DEFAULT_TENANT_ID);
    }

    /**
     * Returns the address of a tenant.
     *
     * @param tenant a GUID, a domain, or one of {@code common}, {@code organizations} and {@code consumers}
     * @return for example {@code https://localhost:8443/contoso.example}
     */
    public URI authority(String tenant) {
        return URI.create(authorityHost() + "/" + tenant);
    }

    /**
     * Returns the id of the default tenant.
     *
     * @return {@link #DEFAULT_TENANT_ID}
     */
    public String tenantId() {
        return DEFAULT_TENANT_ID;
    }

    /**
     * Returns the id of the default application.
     *
     * @return {@link #DEFAULT_CLIENT_ID}
     */
    public String clientId() {
        return DEFAULT_CLIENT_ID;
    }

    /**
     * Returns the secret of the default application.
     *
     * @return {@link #DEFAULT_CLIENT_SECRET}
     */
    public String clientSecret() {
        return DEFAULT_CLIENT_SECRET;
    }

    /**
     * Returns the name of the default user.
     *
     * @return {@link #DEFAULT_USER_NAME}
     */
    public String userName() {
        return DEFAULT_USER_NAME;
    }

    /**
     * Returns the password of the default user.
     *
     * @return {@link #DEFAULT_USER_PASSWORD}
     */
    public String userPassword() {
        return DEFAULT_USER_PASSWORD;
    }

    /**
     * Returns a redirect address of the default application; any port may be added.
     *
     * @return {@code http://localhost}
     */
    public String redirectUri() {
        return Defaults.REDIRECT_URI;
    }

    /**
     * Returns the object id of the default application's service principal, for role assignments.
     *
     * @return a GUID
     */
    public String servicePrincipalId() {
        return directory
                .app(DEFAULT_CLIENT_ID)
                .map(app -> app.servicePrincipalId(DEFAULT_TENANT_ID))
                .orElse("");
    }

    /**
     * Returns the authority that issued the fake's server certificate, with trust material for all kinds of clients.
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
     * Returns who and what the fake knows; changes count from the next request.
     *
     * @return the live directory
     */
    public EntraDirectory directory() {
        return directory;
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
     * Returns ready answers for faults.
     *
     * @return answers as the service writes them
     */
    public EntraAnswers answers() {
        return answers;
    }

    /**
     * Returns the counters of token requests, which can be asserted as well.
     *
     * @return a live view of all of them
     */
    public TokenRequests tokenRequests() {
        return tokenRequests;
    }

    /**
     * Returns all requests to this fake, token requests and others; those to {@link #managedIdentity()} are in a part
     * of their own.
     *
     * @return this fake's part of its journal; secrets are masked
     */
    public Journal journal() {
        return server.journal();
    }

    /**
     * Returns what the latest tokens say, access tokens and id tokens alike: at most 1000 of them.
     *
     * @return the claims of each token without its signature, oldest first
     */
    public List<JsonNode> issuedTokens() {
        return issuedTokens.list();
    }

    /**
     * Returns a certificate with its RSA key that the default application may sign in with. It is made on the first
     * call in this JVM, which takes a tenth of a second or more, and registered on the first call for this fake.
     *
     * @return always the same certificate
     */
    public TestCertificate clientCertificate() {
        TestCertificate shared = ClientCertificate.SHARED;
        register(directory, shared);
        // Also where a reset begins again, or the certificate that was handed out would be no good after it.
        register(initial, shared);
        return shared;
    }

    private static void register(EntraDirectory directory, TestCertificate certificate) {
        directory
                .app(DEFAULT_CLIENT_ID)
                .filter(app -> !app.certificates().contains(certificate.certificate()))
                .ifPresent(app ->
                        directory.save(app.toBuilder().certificate(certificate).build()));
    }

    /**
     * Begins again: the directory is as it was at the start, nothing goes wrong, and what has happened is forgotten:
     * counters, journals and issued tokens, requests that counted for {@link Builder#loopLimit}, what users have
     * allowed, who is signed in with a browser or about to be, and device codes. Tokens and authorization codes that
     * have been handed out stay good.
     */
    public void reset() {
        directory.replaceWith(initial);
        clock.skew(initialSkew);
        faults.clear();
        tokenRequests.clear();
        issuedTokens.clear();
        endpoints.forget();
        journal().clear();
        synchronized (identityGuard) {
            if (managedIdentity != null) {
                managedIdentity.faults().clear();
                managedIdentity.journal().clear();
            }
        }
    }

    /**
     * Returns a verifier that knows the fake's issuers and keys without asking over the network.
     *
     * @return a verifier for the tokens of all tenants of this fake
     */
    public TokenVerifier tokenVerifier() {
        return tokenVerifier(clock);
    }

    /**
     * Returns a verifier as {@link #tokenVerifier()} does, for a resource with a clock of its own.
     *
     * @param resourceClock decides whether a token is valid already, and still
     * @return a verifier for the tokens of all tenants of this fake
     */
    public TokenVerifier tokenVerifier(Clock resourceClock) {
        return TokenVerifier.of(new OwnIssuer(), resourceClock);
    }

    /** Signs with a new key from now on. The old ones stay published until {@link #retireOldKeys()}. */
    public void rollOverKeys() {
        keys.rollOver();
    }

    /** Publishes only the key that signs now, so that older tokens are no longer believed. */
    public void retireOldKeys() {
        keys.retireOld();
    }

    /**
     * Sets how far the fake's clock is ahead of the clock that it was given, as {@link Builder#clockSkew} does, but
     * while it runs: in the tokens and {@code Date} headers from now on. {@link #reset()} brings back what the
     * description says.
     *
     * @param skew negative when it is behind
     */
    public void clockSkew(Duration skew) {
        clock.skew(skew);
    }

    /**
     * Lets all secrets of an application expire now: AADSTS7000222 from the next request on. Tokens that it has stay
     * good.
     *
     * @param clientId of a known application
     */
    public void expireSecrets(String clientId) {
        EntraApp app = directory
                .app(clientId)
                .orElseThrow(() -> new IllegalArgumentException("there is no application '" + clientId + "'"));
        EntraApp.Builder expired = app.toBuilder().noSecrets();
        app.secrets().forEach(secret -> expired.secret(secret.value(), clock.instant()));
        directory.save(expired.build());
    }

    /**
     * Revokes the tokens that a principal has so far, as far as they can be revoked: those that were asked for with the
     * client capability {@code CP1}.
     *
     * @param objectId of a user or a service principal
     */
    public void revokeTokens(String objectId) {
        revocations.revoke(objectId);
    }

    /**
     * Returns the endpoints of managed identities, and starts them on the first call.
     *
     * @return always the same endpoints; they are closed together with this fake
     */
    public FakeManagedIdentity managedIdentity() {
        synchronized (identityGuard) {
            if (managedIdentity == null) {
                managedIdentity = new FakeManagedIdentity(
                        endpoints.managedIdentityTokens(),
                        options,
                        new SplittableRandom(faults.seed()).nextLong(),
                        sharedJournal,
                        authorityHost(),
                        HexFormat.of()
                                .withUpperCase()
                                .formatHex(SigningKey.thumbprint(certificate.certificate(), "SHA-1")));
            }
            return managedIdentity;
        }
    }

    /**
     * Approves a device in the name of the default user, as if that user had typed the code and signed in.
     *
     * @param userCode as the device shows it
     * @return whether a device waits with this code
     */
    public boolean approveDevice(String userCode) {
        return approveDevice(userCode, DEFAULT_USER_NAME);
    }

    /**
     * Approves a device in the name of a user, as if that user had typed the code and signed in.
     *
     * @param userCode as the device shows it
     * @param userName whose
     * @return whether a device waits with this code and the user is known
     */
    public boolean approveDevice(String userCode, String userName) {
        return endpoints.devices().approve(userCode, userName);
    }

    /**
     * Declines a device, as if its user had typed the code and then declined.
     *
     * @param userCode as the device shows it
     * @return whether a device waits with this code
     */
    public boolean declineDevice(String userCode) {
        return endpoints.devices().decline(userCode);
    }

    /**
     * Returns where a POST approves a device in the name of the default user, or of the user in the query parameter
     * {@code username}: for tests that are not written in Java.
     *
     * @return an address in which <code>{user_code}</code> has to be replaced
     */
    public String deviceApproveUrl() {
        return authorityHost() + EntraEndpoints.APPROVE_PATH;
    }

    /**
     * Returns where a POST declines a device, for tests that are not written in Java.
     *
     * @return an address in which <code>{user_code}</code> has to be replaced
     */
    public String deviceDeclineUrl() {
        return authorityHost() + EntraEndpoints.DECLINE_PATH;
    }

    /** Closes the sockets and all connections. A second call does nothing. */
    @Override
    public void close() {
        server.close();
        synchronized (identityGuard) {
            if (managedIdentity != null) {
                managedIdentity.close();
            }
        }
    }

    /** Counts token requests before anything goes wrong with them. */
    private final class CountingPlan implements FaultPlan {

        @Override
        public Optional<Fault> decide(ServerRequest request) {
            count(request);
            return faults.decide(request);
        }

        @Override
        public Optional<Fault> decideOnHead(Supplier<ServerRequest> head) {
            Optional<Fault> decision = faults.decideOnHead(head);
            if (decision.isPresent()) {
                count(head.get());
            }
            return decision;
        }

        private void count(ServerRequest request) {
            if (tokenEndpoint().test(request)) {
                String path = request.path();
                String tenant = path.substring(1, path.indexOf('/', 1));
                tokenRequests.add(request, tenant, TokenCall.clientIdOrNone(request));
            }
        }
    }

    @Override
    public String toString() {
        return "FakeEntra[" + authorityHost() + "]";
    }

    /** Made by the first caller that asks, thanks to lazy class initialization. */
    private static final class ClientCertificate {
        static final TestCertificate SHARED = TestCertificate.selfSigned("latchkey client");
    }

    /** This fake, as the issuer that its own tokens name. */
    private final class OwnIssuer implements TokenVerifier.Issuer {

        @Override
        public Optional<PublicKey> key(String id) {
            return keys.published(id).map(SigningKey::publicKey);
        }

        @Override
        public boolean isIssuer(String issuer, String tenantId) {
            return directory.tenant(tenantId).isPresent()
                    && (issuer.equals(Issuers.of(1, tenantId, "", IssuerStyle.LOCAL))
                            || issuer.endsWith("/" + tenantId + "/v2.0"));
        }

        @Override
        public boolean isRevoked(VerifiedToken token) {
            return revocations.isRevoked(token);
        }

        @Override
        public String toString() {
            return authorityHost().toString();
        }
    }

    /** Describes a {@link FakeEntra}. */
    public static final class Builder {

        private final List<EntraTenant> tenants = new ArrayList<>();
        private final List<EntraApp> apps = new ArrayList<>();
        private final List<EntraUser> users = new ArrayList<>();
        private final List<EntraResource> resources = new ArrayList<>();
        private final List<FederatedIssuer> issuers = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private TestAuthority trust = TestAuthority.shared();
        private Clock clock = Clock.systemUTC();
        private Duration clockSkew = Duration.ZERO;
        private Journal journal = Journal.standard();
        private String host = "127.0.0.1";
        private int port;
        private long seed = new Random().nextLong();
        private Optional<Duration> tokenLifetime = Optional.empty();
        private Optional<Duration> refreshIn = Optional.empty();
        private boolean refreshInAllowed = true;
        private NumberStyle numberStyle = NumberStyle.AS_ENTRA;
        private IssuerStyle issuerStyle = IssuerStyle.LOCAL;
        private Optional<Duration> continuousAccessLifetime = Optional.empty();
        private Duration codeLifetime = Duration.ofMinutes(10);
        private Duration deviceCodeLifetime = Duration.ofMinutes(15);
        private Duration deviceCodeInterval = Duration.ofSeconds(5);
        private Duration refreshTokenLifetime = Duration.ofDays(90);
        private int loopLimit;
        private Optional<String> approver = Optional.empty();
        private UnaryOperator<String> targets = UnaryOperator.identity();
        private final List<ManagedIdentity> identities = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a tenant.
         *
         * @param tenant the tenant
         * @return this builder
         */
        public Builder tenant(EntraTenant tenant) {
            tenants.add(tenant);
            return this;
        }

        /**
         * Adds an application. One with the default client id takes the place of the default application.
         *
         * @param app the application
         * @return this builder
         */
        public Builder app(EntraApp app) {
            apps.add(app);
            return this;
        }

        /**
         * Adds a user. One with the default name takes the place of the default user.
         *
         * @param user the user
         * @return this builder
         */
        public Builder user(EntraUser user) {
            users.add(user);
            return this;
        }

        /**
         * Adds a resource. Batch, Graph, the resource manager and the token exchange are there without further words.
         *
         * @param resource the resource
         * @return this builder
         */
        public Builder resource(EntraResource resource) {
            resources.add(resource);
            return this;
        }

        /**
         * Adds an issuer whose tokens federated credentials may name.
         *
         * @param issuer the issuer
         * @return this builder
         */
        public Builder federatedIssuer(FederatedIssuer issuer) {
            issuers.add(issuer);
            return this;
        }

        /**
         * Sets who issues the fake's server certificate. {@link TestAuthority#shared()} by default.
         *
         * @param authority clients must trust it
         * @return this builder
         */
        public Builder trust(TestAuthority authority) {
            this.trust = authority;
            return this;
        }

        /**
         * Adds a name to the fake's server certificate, besides loopback and the real hosts.
         *
         * @param name a host name or an IP address
         * @return this builder
         */
        public Builder certificateName(String name) {
            names.add(name);
            return this;
        }

        /**
         * Sets the clock of tokens, secrets and codes. The system's by default.
         *
         * @param newClock for example a {@link io.github.latchkey.testkit.time.TestClock}
         * @return this builder
         */
        public Builder clock(Clock newClock) {
            this.clock = newClock;
            return this;
        }

        /**
         * Sets how far the fake's clock is ahead of the clock that it was given: in tokens and in {@code Date} headers
         * alike. Zero by default.
         *
         * @param skew negative when it is behind
         * @return this builder
         */
        public Builder clockSkew(Duration skew) {
            this.clockSkew = skew;
            return this;
        }

        /**
         * Sets where requests are recorded. {@link Journal#standard()} by default.
         *
         * @param newJournal may be shared with other servers
         * @return this builder
         */
        public Builder journal(Journal newJournal) {
            this.journal = newJournal;
            return this;
        }

        /**
         * Sets the address to listen on. {@code 127.0.0.1} by default.
         *
         * @param newHost a name or address of this machine
         * @return this builder
         */
        public Builder host(String newHost) {
            this.host = newHost;
            return this;
        }

        /**
         * Sets the port to listen on. Zero, the default, takes any free port.
         *
         * @param newPort 0 to 65535
         * @return this builder
         */
        public Builder port(int newPort) {
            this.port = newPort;
            return this;
        }

        /**
         * Sets the seed of all chance: ids, lifetimes, faults with a probability. Different in each run by default;
         * {@link Faults#seed()} tells it.
         *
         * @param newSeed any number
         * @return this builder
         */
        public Builder seed(long newSeed) {
            this.seed = newSeed;
            return this;
        }

        /**
         * Sets the life of access tokens. By default it is between 60 and 90 minutes by chance, as with the real
         * service, and between 20 and 28 hours for tokens that can be revoked.
         *
         * @param lifetime at least a second
         * @return this builder
         */
        public Builder tokenLifetime(Duration lifetime) {
            this.tokenLifetime = Optional.of(positive("token lifetime", lifetime));
            return this;
        }

        /**
         * Sets the life of access tokens that can be revoked, which clients with the capability {@code CP1} get. By
         * default that of all others when it was set, else between 20 and 28 hours by chance.
         *
         * @param lifetime at least a second
         * @return this builder
         */
        public Builder continuousAccessLifetime(Duration lifetime) {
            this.continuousAccessLifetime = Optional.of(positive("continuous access lifetime", lifetime));
            return this;
        }

        /**
         * Sets how long an authorization code can be redeemed. Ten minutes by default.
         *
         * @param lifetime at least a second
         * @return this builder
         */
        public Builder codeLifetime(Duration lifetime) {
            this.codeLifetime = positive("code lifetime", lifetime);
            return this;
        }

        /**
         * Sets how long a device code can be approved and redeemed. 15 minutes by default.
         *
         * @param lifetime at least a second
         * @return this builder
         */
        public Builder deviceCodeLifetime(Duration lifetime) {
            this.deviceCodeLifetime = positive("device code lifetime", lifetime);
            return this;
        }

        /**
         * Sets how long a client shall wait before it asks again whether its device code has been approved. Five
         * seconds by default, as with the real service; tests are quicker with one.
         *
         * @param interval at least a second
         * @return this builder
         */
        public Builder deviceCodeInterval(Duration interval) {
            this.deviceCodeInterval = positive("device code interval", interval);
            return this;
        }

        /**
         * Sets how long a refresh token can be used. 90 days by default.
         *
         * @param lifetime at least a second
         * @return this builder
         */
        public Builder refreshTokenLifetime(Duration lifetime) {
            this.refreshTokenLifetime = positive("refresh token lifetime", lifetime);
            return this;
        }

        /**
         * Answers device codes and requests for the sign-in page without a person: in the name of the user that the
         * client hints at, or of the default user. Off by default.
         *
         * @param approve whether it does
         * @return this builder
         */
        public Builder autoApprove(boolean approve) {
            this.approver = approve ? Optional.of(DEFAULT_USER_NAME) : Optional.empty();
            return this;
        }

        /**
         * Answers device codes and requests for the sign-in page without a person, in the name of the user that the
         * client hints at, or else of this one.
         *
         * @param userName a user that the fake knows
         * @return this builder
         */
        public Builder autoApprove(String userName) {
            this.approver = Optional.of(userName);
            return this;
        }

        /**
         * Sets what becomes of a request's path and query before anything looks at it. Nothing by default: the fake is
         * as strict as the real service.
         *
         * @param change gets path and query as they were sent, and returns those that count
         * @return this builder
         */
        public Builder targets(UnaryOperator<String> change) {
            this.targets = change;
            return this;
        }

        /**
         * Adds a managed identity. Without further words there is a machine's own one and one that is user assigned;
         * the first call takes their place.
         *
         * @param identity the identity
         * @return this builder
         */
        public Builder managedIdentity(ManagedIdentity identity) {
            identities.add(identity);
            return this;
        }

        /**
         * Sets {@code refresh_in} of token answers. By default half the life of tokens that live two hours or more, and
         * absent for others, as with the real service.
         *
         * @param wait when the client should ask again
         * @return this builder
         */
        public Builder refreshIn(Duration wait) {
            this.refreshIn = Optional.of(wait);
            return this;
        }

        /**
         * Leaves {@code refresh_in} out of all token answers.
         *
         * @return this builder
         */
        public Builder withoutRefreshIn() {
            this.refreshInAllowed = false;
            return this;
        }

        /**
         * Sets how the numbers of token answers are written. As the real service does by default.
         *
         * @param style numbers or strings
         * @return this builder
         */
        public Builder numberStyle(NumberStyle style) {
            this.numberStyle = style;
            return this;
        }

        /**
         * Sets which host stands in version 2 issuers. That of the fake by default.
         *
         * @param style the fake's or Microsoft's
         * @return this builder
         */
        public Builder issuerStyle(IssuerStyle style) {
            this.issuerStyle = style;
            return this;
        }

        /**
         * Refuses a client that sends the very same token request too often within five minutes: AADSTS50196. Off by
         * default.
         *
         * @param limit how many are answered; zero turns it off
         * @return this builder
         */
        public Builder loopLimit(int limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("loop limit: " + limit + " is negative; zero turns it off");
            }
            this.loopLimit = limit;
            return this;
        }

        /**
         * Starts the fake and waits until it listens.
         *
         * @return the running fake
         * @throws IllegalArgumentException if an application or a user is in a tenant that was not added
         * @throws reactor.netty.ChannelBindException if the address cannot be listened on
         */
        public FakeEntra start() {
            return new FakeEntra(this);
        }

        private static Duration positive(String option, Duration lifetime) {
            if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException(option + ": " + lifetime + " is less than a second");
            }
            return lifetime;
        }

        private EntraOptions options(Clock skewed) {
            return new EntraOptions(
                    skewed,
                    tokenLifetime,
                    continuousAccessLifetime,
                    refreshIn,
                    refreshInAllowed,
                    numberStyle,
                    issuerStyle,
                    codeLifetime,
                    deviceCodeLifetime,
                    deviceCodeInterval,
                    refreshTokenLifetime,
                    loopLimit,
                    approver);
        }

        private List<ManagedIdentity> identities() {
            return identities.isEmpty() ? Defaults.identities() : identities;
        }

        private void fill(EntraDirectory directory) {
            Defaults.fill(directory);
            tenants.forEach(directory::save);
            resources.forEach(directory::save);
            issuers.forEach(directory::save);
            for (EntraApp app : apps) {
                app.tenantIds().forEach(id -> requireTenant(directory, id, app));
                directory.save(app);
            }
            for (EntraUser user : users) {
                requireTenant(directory, user.tenantId(), user);
                directory.save(user);
            }
        }

        private static void requireTenant(EntraDirectory directory, String id, Object member) {
            if (directory.tenant(id).isEmpty()) {
                throw new IllegalArgumentException(
                        member + " is in tenant " + id + ", which is unknown; add it with tenant(...)");
            }
        }
    }
}
