package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.ManagedIdentityCredential;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Whom this machine asks for tokens of managed identities, where, and over which client: never through a proxy, which
 * would answer for itself or show the token around.
 */
final class ManagedIdentityEndpoint {

    final ManagedIdentityHost host;
    final String uri;
    final HttpClient http;

    private ManagedIdentityEndpoint(ManagedIdentityHost host, Map<String, String> environment, HttpClient http) {
        this.host = host;
        this.uri = host.endpoint(environment);
        HttpClient direct = http.noProxy();
        this.http = host == ManagedIdentityHost.SERVICE_FABRIC
                ? PinnedTls.pin(direct, environment.getOrDefault("IDENTITY_SERVER_THUMBPRINT", ""))
                : uri.startsWith("https:") ? direct : direct.noSSL();
    }

    /**
     * Finds the endpoint: by the variables at once, and else by what is installed, when somebody asks.
     *
     * @param credential what is known of the machine
     * @param http the program's client
     * @param blocking where the file system is looked at
     * @return emits the endpoint
     */
    static Mono<ManagedIdentityEndpoint> find(
            ManagedIdentityCredential credential, HttpClient http, BlockingCalls blocking) {
        Map<String, String> environment = credential.environment();
        return ManagedIdentityHost.described(environment)
                .map(host -> Mono.just(new ManagedIdentityEndpoint(host, environment, http)))
                .orElseGet(() -> blocking.call("Azure Arc agent", () -> Files.exists(arcAgent(credential)))
                        .map(isArc -> isArc ? ManagedIdentityHost.AZURE_ARC : ManagedIdentityHost.INSTANCE_METADATA)
                        .map(host -> new ManagedIdentityEndpoint(host, environment, http)));
    }

    /** Microsoft's own libraries look for this file. */
    private static Path arcAgent(ManagedIdentityCredential credential) {
        return credential
                .arcAgent()
                .orElseGet(() -> File.separatorChar == '/'
                        ? Path.of("/opt/azcmagent/bin/himds")
                        : Path.of(
                                credential.environment().getOrDefault("ProgramFiles", "C:\\Program Files"),
                                "AzureConnectedMachineAgent",
                                "himds.exe"));
    }
}
