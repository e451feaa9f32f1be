package io.github.latchkey.testkit.http;

import io.github.latchkey.testkit.tls.TestCertificate;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An HTTP or HTTPS server for tests: gives each request to a handler, writes a journal, and lets things go wrong by
 * plan.
 *
 * <p>All servers of a JVM share a few daemon threads, so a server costs a socket and little else. A handler that waits
 * has to {@linkplain Builder#handlerWaits() say so}, lest it hold up the other servers; fault actions may wait.
 * {@link #close()} ends the socket and all connections at once, requests that hang included.
 */
public final class TestServer implements AutoCloseable {

    private static final byte[] NO_BYTES = {};
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Handler handler;
    private final FaultPlan faults;
    private final UnaryOperator<String> targets;
    private final Journal journal;
    private final Clock clock;
    private final boolean tls;
    private final Scheduler workers;
    private final String publicHost;
    private final AtomicLong numbers = new AtomicLong();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final DisposableServer server;

    private TestServer(Builder builder) {
        this.handler = builder.handler;
        this.faults = builder.faults;
        this.targets = builder.targets;
        this.journal = builder.journal.of(builder.name);
        journal.has(handler.operations());
        this.clock = builder.clock;
        this.tls = builder.certificate != null;
        this.workers = builder.handlerWaits ? Threads.WAITING : Threads.WORKERS;
        HttpServer http = HttpServer.create()
                .runOn(Threads.LOOPS, false)
                .channelGroup(connections)
                .protocol(HttpProtocol.HTTP11)
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(64 * 1024).maxHeaderSize(64 * 1024))
                .host(builder.host)
                .port(builder.port)
                .handle(this::handle);
        if (builder.certificate != null) {
            SslContext context = builder.certificate.serverContext();
            http = http.secure(spec -> spec.sslContext(context));
        }
        this.server = http.bindNow();
        this.publicHost = publicHost(builder.host, ((InetSocketAddress) server.address()).getAddress());
    }

    /** Returns by which name clients reach an address: {@code localhost} where that leads there for certain. */
    private static String publicHost(String host, InetAddress bound) {
        if (bound.isAnyLocalAddress() || bound.equals(NetUtil.LOCALHOST4)) {
            return "localhost";
        }
        return NetUtil.isValidIpV6Address(host) ? "[" + host + "]" : host;
    }

    /**
     * Starts describing a server.
     *
     * @param handler answers the requests, for example a {@link Router}
     * @return a new builder
     */
    public static Builder builder(Handler handler) {
        return new Builder(handler);
    }

    /**
     * Returns the port that the server listens on.
     *
     * @return 1 to 65535
     */
    public int port() {
        return server.port();
    }

    /**
     * Returns the server's address.
     *
     * @return scheme, host and port, without a slash at the end; the host is {@code localhost} when the server listens
     *     on {@code 127.0.0.1} or on all addresses, and else what it was told to listen on, an IPv6 address in brackets
     */
    public URI uri() {
        return URI.create((tls ? "https://" : "http://") + authority());
    }

    /**
     * Returns what has been received.
     *
     * @return this server's part of the journal that it writes
     */
    public Journal journal() {
        return journal;
    }

    /**
     * Closes the socket and all connections and waits until they are closed and the port is free, so do not call it on
     * an event loop. A second call does nothing.
     */
    @Override
    public void close() {
        server.channel().close().awaitUninterruptibly(CLOSE_LIMIT.toMillis());
        awaitFreePort();
        connections.close().awaitUninterruptibly(CLOSE_LIMIT.toMillis());
        server.disposeNow(CLOSE_LIMIT);
    }

    /**
     * The JDK lets go of the port only when the event loop selects again. A timer is looked at after that: the loop
     * reads its timers once for each selection.
     */
    private void awaitFreePort() {
        server.channel()
                .eventLoop()
                .schedule(() -> {}, 1, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_LIMIT.toMillis());
    }

    private String authority() {
        return publicHost + ":" + port();
    }

    private Mono<Void> handle(HttpServerRequest inbound, HttpServerResponse outbound) {
        Optional<Fault> early = Exchange.decided(() -> faults.decideOnHead(() -> request(0, inbound, NO_BYTES)));
        if (early.isPresent()) {
            return exchange(inbound, NO_BYTES, outbound).run(early.get());
        }
        return inbound.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(NO_BYTES)
                .flatMap(body -> exchange(inbound, body, outbound).run());
    }

    private Exchange exchange(HttpServerRequest inbound, byte[] body, HttpServerResponse outbound) {
        ServerRequest request = request(numbers.incrementAndGet(), inbound, body);
        return new Exchange(request, handler, faults, journal.add(request, operation(request)), outbound, workers);
    }

    private ServerRequest request(long number, HttpServerRequest inbound, byte[] body) {
        Fields headers = headers(inbound);
        return new ServerRequest(
                number,
                clock.instant(),
                inbound.method().name(),
                (tls ? "https://" : "http://") + HostHeader.of(headers).orElse(authority()),
                targets.apply(target(inbound.uri())),
                headers,
                body);
    }

    /** A request that cannot be named is journalled all the same. */
    private String operation(ServerRequest request) {
        try {
            return handler.operation(request);
        } catch (RuntimeException unknown) {
            return "";
        }
    }

    /** Cuts a target in absolute form, as sent to a proxy, down to path and query. */
    private static String target(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://");
        int path = scheme < 0 ? -1 : uri.indexOf('/', scheme + 3);
        return path < 0 ? "/" : uri.substring(path);
    }

    private static Fields headers(HttpServerRequest inbound) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        inbound.requestHeaders().forEach(entries::add);
        return Fields.of(entries);
    }

    @Override
    public String toString() {
        return "TestServer[" + uri() + "]";
    }

    /** Describes a {@link TestServer}. */
    public static final class Builder {

        private final Handler handler;
        private String host = "127.0.0.1";
        private int port;
        private @Nullable TestCertificate certificate;
        private FaultPlan faults = FaultPlan.none();
        private UnaryOperator<String> targets = UnaryOperator.identity();
        private Journal journal = Journal.standard();
        private String name = "server";
        private Clock clock = Clock.systemUTC();
        private boolean handlerWaits;

        private Builder(Handler handler) {
            this.handler = handler;
        }

        /**
         * Serves HTTPS. Plain HTTP by default.
         *
         * @param serverCertificate what the server presents
         * @return this builder
         */
        public Builder certificate(TestCertificate serverCertificate) {
            this.certificate = serverCertificate;
            return this;
        }

        /**
         * Sets the address to listen on. {@code 127.0.0.1} by default.
         *
         * @param newHost a name or address of this machine, an IPv6 address without brackets
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
            if (newPort < 0 || newPort > 65535) {
                throw new IllegalArgumentException("port: " + newPort + " is not from 0 (any free port) to 65535");
            }
            this.port = newPort;
            return this;
        }

        /**
         * Sets what goes wrong. Nothing by default.
         *
         * @param plan decides for each request
         * @return this builder
         */
        public Builder faults(FaultPlan plan) {
            this.faults = plan;
            return this;
        }

        /**
         * Sets what becomes of a request's path and query before anything looks at it. Nothing by default.
         *
         * @param change gets path and query as they were sent, and returns those that count
         * @return this builder
         */
        public Builder targets(UnaryOperator<String> change) {
            this.targets = change;
            return this;
        }

        /**
         * Sets where requests are recorded. {@link Journal#standard()} by default.
         *
         * @param newJournal may be shared by several servers
         * @return this builder
         */
        public Builder journal(Journal newJournal) {
            this.journal = newJournal;
            return this;
        }

        /**
         * Sets the name under which the journal shows this server. {@code server} by default.
         *
         * @param newName unlike those of other servers that write the same journal
         * @return this builder
         */
        public Builder name(String newName) {
            this.name = newName;
            return this;
        }

        /**
         * Sets the clock of the journal and of the {@code Date} header. The system's by default.
         *
         * @param newClock for example a {@link io.github.latchkey.testkit.time.TestClock}
         * @return this builder
         */
        public Builder clock(Clock newClock) {
            this.clock = newClock;
            return this;
        }

        /**
         * Says that the handler waits, for example for an answer of another server. Each request then has a thread
         * while it is handled. Without that, handlers share few threads with those of all other servers of the JVM.
         *
         * @return this builder
         */
        public Builder handlerWaits() {
            this.handlerWaits = true;
            return this;
        }

        /**
         * Starts the server and waits until it listens.
         *
         * @return the running server
         * @throws reactor.netty.ChannelBindException if the address cannot be listened on
         */
        public TestServer start() {
            return new TestServer(this);
        }
    }
}
