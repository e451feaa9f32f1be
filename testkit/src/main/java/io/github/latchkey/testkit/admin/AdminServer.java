package io.github.latchkey.testkit.admin;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.http.TestServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shows running fakes to people and programs that look on from outside: an HTTP API and one web page. Plain HTTP, on
 * the loopback address unless told otherwise; requests to the API that a browser sends for a page of another origin are
 * refused. Secrets and tokens are not shown.
 *
 * <pre>{@code
 * try (FakeAzure azure = FakeAzure.start();
 *         AdminServer admin = AdminServer.start(azure)) {
 *     System.out.println(admin.uri()); // open it in a browser
 * }
 * }</pre>
 */
public final class AdminServer implements AutoCloseable {

    private final LiveEvents events;
    private final TestServer server;

    private AdminServer(Builder builder) {
        AdminState state = new AdminState(builder.azure, builder.faults);
        this.events = new LiveEvents(builder.azure, state);
        AdminApi api = new AdminApi(builder.azure, builder.faults, state, events, builder.approver);
        this.server = TestServer.builder(new Doorkeeper(api.router(), builder.hostNames()))
                .name("admin")
                .host(builder.host)
                .port(builder.port)
                .journal(new Journal(0, 0))
                .start();
    }

    /**
     * Starts a server on a free port of the loopback address.
     *
     * @param azure what it shows
     * @return the running server
     */
    public static AdminServer start(FakeAzure azure) {
        return builder(azure).start();
    }

    /**
     * Starts describing a server.
     *
     * @param azure what it shows
     * @return a new builder
     */
    public static Builder builder(FakeAzure azure) {
        return new Builder(azure);
    }

    /**
     * Returns the address of the page; that of the API is {@code /api} below it.
     *
     * @return scheme, host and port, without a slash at the end
     */
    public URI uri() {
        return server.uri();
    }

    /** Closes the socket and all connections; the fakes go on. A second call does nothing. */
    @Override
    public void close() {
        server.close();
        events.close();
    }

    @Override
    public String toString() {
        return "AdminServer[" + uri() + "]";
    }

    /** Describes an {@link AdminServer}. */
    public static final class Builder {

        private final FakeAzure azure;
        private FaultBook faults = new FaultBook();
        private String approver = FakeEntra.DEFAULT_USER_NAME;
        private String host = "127.0.0.1";
        private final List<String> names = new ArrayList<>();
        private int port;

        private Builder(FakeAzure azure) {
            this.azure = azure;
        }

        /**
         * Sets where the rules of fault plans are kept that are written in JSON. A new book by default.
         *
         * @param book may hold rules already
         * @return this builder
         */
        public Builder faults(FaultBook book) {
            this.faults = book;
            return this;
        }

        /**
         * Sets the address to listen on. {@code 127.0.0.1} by default: whoever reaches the server can change
         * everything.
         *
         * @param newHost a name or address of this machine
         * @return this builder
         */
        public Builder host(String newHost) {
            this.host = newHost;
            return this;
        }

        /**
         * Adds a name by which browsers and programs reach the server. Requests by other names than this, the host,
         * {@code localhost} and IP addresses are refused, because a foreign page can have a name of its own point here.
         *
         * @param name a host name
         * @return this builder
         */
        public Builder hostName(String name) {
            names.add(name);
            return this;
        }

        /**
         * Sets who approves devices when a request does not say. {@link FakeEntra#DEFAULT_USER_NAME} by default.
         *
         * @param userName of a user of the fake Entra ID
         * @return this builder
         */
        public Builder approver(String userName) {
            this.approver = userName;
            return this;
        }

        private List<String> hostNames() {
            return Stream.concat(Stream.of(host), names.stream()).toList();
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
         * Starts the server and waits until it listens.
         *
         * @return the running server
         * @throws reactor.netty.ChannelBindException if the address cannot be listened on
         */
        public AdminServer start() {
            return new AdminServer(this);
        }
    }
}
