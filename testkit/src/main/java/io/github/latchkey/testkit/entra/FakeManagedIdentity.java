package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.Journal;
import io.github.latchkey.testkit.http.Router;
import io.github.latchkey.testkit.http.ServerResponse;
import io.github.latchkey.testkit.http.TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The endpoints that give tokens to managed identities, over plain HTTP as in Azure, each under a path of its own.
 *
 * <p>{@link #environment} tells which environment variables lead a client to each of them. Trouble is ordered with
 * {@link #faults()}: {@code respondStatus(404)}, {@code 410}, {@code 429} and {@code 500} answer as the real endpoints
 * do while they are updated or busy.
 */
public final class FakeManagedIdentity implements AutoCloseable {

    /** Where a client may run, which decides how it asks. */
    public enum Source {
        /** Virtual machines and Kubernetes: the instance metadata service. */
        IMDS,
        /** App Service, Functions and Container Apps. */
        APP_SERVICE,
        /** App Service as it was in 2017. */
        APP_SERVICE_2017,
        /** Service Fabric, which is the one that speaks TLS. */
        SERVICE_FABRIC,
        /** Machines outside of Azure, which prove that they may read a file. */
        ARC,
        /** The shell in the browser. */
        CLOUD_SHELL,
        /** Azure Machine Learning. */
        MACHINE_LEARNING
    }

    static final String SERVICE_FABRIC_PATH = "/metadata/servicefabric/token";

    private static final String IMDS_PATH = "/metadata/identity/oauth2/token";
    private static final String APP_SERVICE_PATH = "/appservice/token";
    private static final String ARC_PATH = "/arc/metadata/identity/oauth2/token";
    private static final String CLOUD_SHELL_PATH = "/cloudshell/token";
    private static final String MACHINE_LEARNING_PATH = "/ml/token";

    private final ManagedIdentityTokens tokens;
    private final Faults faults;
    private final ArcChallenge arc;
    private final TestServer server;
    private final URI tlsOrigin;
    private final String tlsThumbprint;

    FakeManagedIdentity(
            ManagedIdentityTokens tokens,
            EntraOptions options,
            long seed,
            Journal journal,
            URI tlsOrigin,
            String tlsThumbprint) {
        this.tokens = tokens;
        this.tlsOrigin = tlsOrigin;
        this.tlsThumbprint = tlsThumbprint;
        this.faults = new Faults(FakeManagedIdentity::trouble, seed);
        this.arc = new ArcChallenge(tokens);
        this.server = TestServer.builder(Router.builder()
                        .route("GET", IMDS_PATH, tokens::imds)
                        .route("GET", APP_SERVICE_PATH, tokens::appService)
                        .route("GET", ARC_PATH, arc::handle)
                        .route("GET", CLOUD_SHELL_PATH, tokens::cloudShell)
                        .route("POST", CLOUD_SHELL_PATH, tokens::cloudShell)
                        .route("GET", MACHINE_LEARNING_PATH, tokens::machineLearning)
                        .build())
                .name("managed identity")
                .journal(journal)
                .clock(options.clock())
                .faults(faults)
                .start();
    }

    /**
     * Returns the address of the endpoints; also that which {@code AZURE_POD_IDENTITY_AUTHORITY_HOST} wants.
     *
     * @return scheme, host and port, without a slash at the end
     */
    public URI uri() {
        return server.uri();
    }

    /**
     * Returns the environment variables that lead a client to one of the endpoints.
     *
     * @param source which one
     * @return names and values; all others of the sources' variables must be absent
     */
    public Map<String, String> environment(Source source) {
        Map<String, String> variables = new LinkedHashMap<>();
        switch (source) {
            case IMDS -> variables.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", uri().toString());
            case APP_SERVICE -> {
                variables.put("IDENTITY_ENDPOINT", uri() + APP_SERVICE_PATH);
                variables.put("IDENTITY_HEADER", tokens.secret());
            }
            case APP_SERVICE_2017 -> {
                variables.put("MSI_ENDPOINT", uri() + APP_SERVICE_PATH);
                variables.put("MSI_SECRET", tokens.secret());
            }
            case SERVICE_FABRIC -> {
                variables.put("IDENTITY_ENDPOINT", tlsOrigin + SERVICE_FABRIC_PATH);
                variables.put("IDENTITY_HEADER", tokens.secret());
                variables.put("IDENTITY_SERVER_THUMBPRINT", tlsThumbprint);
            }
            case ARC -> {
                variables.put("IDENTITY_ENDPOINT", uri() + ARC_PATH);
                variables.put("IMDS_ENDPOINT", uri().toString());
            }
            case CLOUD_SHELL -> variables.put("MSI_ENDPOINT", uri() + CLOUD_SHELL_PATH);
            case MACHINE_LEARNING -> {
                variables.put("MSI_ENDPOINT", uri() + MACHINE_LEARNING_PATH);
                variables.put("MSI_SECRET", tokens.secret());
            }
        }
        return variables;
    }

    /**
     * Sets where the Arc endpoint puts the file that a client has to read. Clients insist on the agent's own directory,
     * {@code /var/opt/azcmagent/tokens} on Linux, which is the default; any other is a way to see them refuse.
     *
     * @param directory made when it does not exist
     * @param bytes how long the file is; clients refuse more than 4096
     */
    public void arcFile(Path directory, int bytes) {
        tokens.arcFile(directory, bytes);
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
     * Returns all requests to these endpoints, but those of Service Fabric, which are in the journal of the fake
     * itself.
     *
     * @return the live journal; secrets are masked
     */
    public Journal journal() {
        return server.journal();
    }

    /** Closes the socket and all connections. */
    @Override
    public void close() {
        server.close();
        arc.close();
    }

    /** Answers as the real endpoints do while something is wrong with them. */
    private static ServerResponse trouble(int status) {
        String text = switch (status) {
            case 404 -> "The identity endpoint is being updated.";
            case 410 -> "The identity endpoint is being upgraded.";
            case 429 -> "Too many requests.";
            default -> "Failed to retrieve a token.";
        };
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", status == 429 ? "too_many_requests" : "unavailable");
        body.put("error_description", text);
        return ServerResponse.json(status, body);
    }

    @Override
    public String toString() {
        return "FakeManagedIdentity[" + uri() + "]";
    }
}
