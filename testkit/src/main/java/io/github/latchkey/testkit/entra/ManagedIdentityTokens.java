package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;
import io.github.latchkey.testkit.entra.TokenFactory.Asking;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Answers requests for tokens of managed identities, in the words of each endpoint. */
final class ManagedIdentityTokens {

    private static final DateTimeFormatter DATE_2017 = DateTimeFormatter.ofPattern(
                    "M/d/yyyy h:mm:ss a xxx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long BACKDATED = 300;

    /** The parameters by which the endpoints let an identity be named. */
    private static final List<String> NAMES =
            List.of("client_id", "clientid", "object_id", "principal_id", "msi_res_id", "mi_res_id", "mi_resource_id");

    private final List<ManagedIdentity> identities;
    private final EntraDirectory directory;
    private final TokenFactory tokens;
    private final EntraOptions options;
    private final Ids ids;
    private final Supplier<String> origin;
    private final String secret;
    private final ServiceFabricCache serviceFabric = new ServiceFabricCache();
    private volatile ArcFile arcFile = new ArcFile(Path.of("/var/opt/azcmagent/tokens"), 32);

    /** The origin is that of the service which issues the tokens; the endpoints have others. */
    ManagedIdentityTokens(
            List<ManagedIdentity> identities,
            EntraDirectory directory,
            TokenFactory tokens,
            EntraOptions options,
            Ids ids,
            Supplier<String> origin) {
        this.identities = List.copyOf(identities);
        this.directory = directory;
        this.tokens = tokens;
        this.options = options;
        this.ids = ids;
        this.origin = origin;
        this.secret = ids.opaque(24);
    }

    /** Returns what clients find in their environment and have to send back in a header. */
    String secret() {
        return secret;
    }

    Ids ids() {
        return ids;
    }

    void arcFile(Path directory, int bytes) {
        arcFile = new ArcFile(directory, bytes);
    }

    ArcFile arcFile() {
        return arcFile;
    }

    ServerResponse imds(ServerRequest request) {
        return metadataRequired(request)
                .or(() -> versionRequired(request))
                .orElseGet(() -> imdsAnswer(request.query(), identity(request.query())));
    }

    /** As the metadata service answers; a shell has no other identity than its own. */
    ServerResponse cloudShell(ServerRequest request) {
        Fields parameters = request.method().equals("POST") ? request.form() : request.query();
        return metadataRequired(request).orElseGet(() -> ownAnswer(parameters));
    }

    /** Answers where there is no other identity than the machine's own: a request that names one finds nothing. */
    ServerResponse ownAnswer(Fields parameters) {
        boolean named = NAMES.stream().anyMatch(parameters::has);
        return imdsAnswer(parameters, named ? Optional.empty() : own());
    }

    ServerResponse appService(ServerRequest request) {
        boolean old = request.query().text("api-version").equals("2017-09-01");
        String presented = request.headers().text(old ? "secret" : "X-IDENTITY-HEADER");
        if (!presented.equals(secret)) {
            return appServiceError(401, "The identity header is missing or wrong.");
        }
        return appServiceAnswer(request, old, this::issue);
    }

    ServerResponse machineLearning(ServerRequest request) {
        return request.headers().text("secret").equals(secret)
                ? appServiceAnswer(request, true, this::issue)
                : appServiceError(401, "The secret is missing or wrong.");
    }

    ServerResponse serviceFabric(ServerRequest request) {
        if (!request.headers().text("secret").equals(secret)) {
            return ServerResponse.json(
                    401,
                    Map.of(
                            "error",
                            Map.of("code", "SecretHeaderNotFound", "message", "Secret is not found or wrong.")));
        }
        Fields query = request.query();
        List<String> capabilities =
                query.has("xms_cc") ? List.of(query.text("xms_cc").split(",", -1)) : List.of();
        return appServiceAnswer(
                request,
                false,
                (identity, resource) -> serviceFabric.get(
                        new ServiceFabricCache.Key(identity.clientId(), resource, query.text("xms_cc")),
                        query.text("token_sha256_to_refresh"),
                        options.clock().instant(),
                        () -> issue(identity, resource, capabilities)));
    }

    /** Forgets the tokens that would be handed out again. */
    void forget() {
        serviceFabric.clear();
    }

    private ServerResponse imdsAnswer(Fields parameters, Optional<ManagedIdentity> identity) {
        String resource = parameters.text("resource");
        if (resource.isEmpty()) {
            return imdsError("invalid_request", "Required query variable 'resource' is missing");
        }
        if (identity.isEmpty()) {
            return imdsError("invalid_request", "Identity not found");
        }
        Optional<Token> token = issue(identity.get(), resource);
        if (token.isEmpty()) {
            return imdsError(
                    "invalid_resource",
                    "AADSTS500011: The resource principal named " + resource + " was not found in the tenant.");
        }
        Token.Life life = token.get().life();
        Map<String, String> body = new LinkedHashMap<>();
        body.put("access_token", token.get().value());
        body.put("client_id", identity.get().clientId());
        body.put("expires_in", Long.toString(life.seconds() - 1));
        body.put("expires_on", Long.toString(life.expiresAt()));
        body.put("ext_expires_in", Long.toString(life.seconds() - 1));
        body.put("not_before", Long.toString(life.issuedAt() - BACKDATED));
        body.put("refresh_token", "");
        body.put("resource", resource);
        body.put("token_type", "Bearer");
        return ServerResponse.json(200, body);
    }

    private ServerResponse appServiceAnswer(
            ServerRequest request, boolean old, BiFunction<ManagedIdentity, String, Optional<Token>> issuer) {
        Fields parameters = request.query();
        String resource = parameters.text("resource");
        if (resource.isEmpty()) {
            return appServiceError(400, "The parameter 'resource' is missing.");
        }
        Optional<ManagedIdentity> identity = identity(parameters);
        if (identity.isEmpty()) {
            return appServiceError(
                    400,
                    "No User Assigned or Delegated Managed Identity found for specified ClientId/"
                            + "ResourceId/PrincipalId.");
        }
        Optional<Token> token = issuer.apply(identity.get(), resource);
        if (token.isEmpty()) {
            return appServiceError(400, "AADSTS500011: The resource principal named " + resource + " was not found.");
        }
        long expires = token.get().life().expiresAt();
        Map<String, String> body = new LinkedHashMap<>();
        body.put("access_token", token.get().value());
        body.put("expires_on", old ? DATE_2017.format(Instant.ofEpochSecond(expires)) : Long.toString(expires));
        body.put("resource", resource);
        body.put("token_type", "Bearer");
        body.put("client_id", identity.get().clientId());
        return ServerResponse.json(200, body);
    }

    private Optional<Token> issue(ManagedIdentity identity, String resource) {
        return issue(identity, resource, List.of());
    }

    private Optional<Token> issue(ManagedIdentity identity, String resource, List<String> capabilities) {
        return directory.resource(resource).map(found -> {
            EntraApp app = EntraApp.builder(identity.clientId())
                    .tenant(identity.tenantId())
                    .build();
            Asking asking = new Asking(app, identity.tenantId(), Proof.CERTIFICATE, origin.get(), capabilities);
            Access access = new Access(found, resource, Set.of(), Set.of());
            return tokens.forManagedIdentity(asking, access, identity);
        });
    }

    /** Finds the identity that a request names in one of the many ways, or the machine's own when it names none. */
    private Optional<ManagedIdentity> identity(Fields parameters) {
        for (String name : NAMES) {
            Optional<String> value = parameters.first(name);
            if (value.isPresent()) {
                return identities.stream()
                        .filter(one -> one.isNamed(value.get()))
                        .findFirst();
            }
        }
        return own();
    }

    private Optional<ManagedIdentity> own() {
        return identities.stream().filter(ManagedIdentity::systemAssigned).findFirst();
    }

    static Optional<ServerResponse> metadataRequired(ServerRequest request) {
        return request.headers().text("Metadata").equalsIgnoreCase("true")
                ? Optional.empty()
                : Optional.of(imdsError("bad_request_102", "Required metadata header not specified"));
    }

    private static Optional<ServerResponse> versionRequired(ServerRequest request) {
        return request.query().has("api-version")
                ? Optional.empty()
                : Optional.of(imdsError("invalid_request", "Required query variable 'api-version' is missing"));
    }

    private static ServerResponse imdsError(String error, String description) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return ServerResponse.json(400, body);
    }

    private ServerResponse appServiceError(int status, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("statusCode", status);
        body.put("message", message);
        body.put("correlationId", ids.uuid());
        return ServerResponse.json(status, body);
    }

    record ArcFile(Path directory, int bytes) {}
}
