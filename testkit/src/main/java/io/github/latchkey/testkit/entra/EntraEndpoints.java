package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Handler;
import io.github.latchkey.testkit.http.Router;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Puts the parts of the fake together and gives each its address. */
final class EntraEndpoints {

    static final String APPROVE_PATH = "/_latchkey/device/{user_code}/approve";
    static final String DECLINE_PATH = "/_latchkey/device/{user_code}/decline";

    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String ON_BEHALF_OF_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final EntraAnswers answers;
    private final TokenEndpoint token;
    private final Metadata metadata;
    private final AuthorizeEndpoint authorize;
    private final SignInPages pages;
    private final DeviceEndpoint devices;
    private final ManagedIdentityTokens identities;
    private final List<Runnable> memories;

    EntraEndpoints(
            EntraDirectory directory,
            EntraOptions options,
            EntraAnswers answers,
            KeyRing keys,
            Ids ids,
            List<ManagedIdentity> identities,
            IssuedTokens issued,
            Supplier<String> origin) {
        this.answers = answers;
        this.metadata = new Metadata(directory, options, keys);
        TokenFactory tokens = new TokenFactory(options, keys, ids, issued);
        FederatedAssertions federated = new FederatedAssertions(directory, options, keys, origin);
        ClientAuthentication authentication = new ClientAuthentication(directory, options, federated);
        Scopes scopes = new Scopes(directory);
        Passwords passwords = new Passwords(directory);
        LoopGuard loops = new LoopGuard(options);
        Consents consents = new Consents();
        RefreshTokens refreshTokens = new RefreshTokens(options, ids);
        UserTokens userTokens = new UserTokens(passwords, tokens, consents, refreshTokens);
        AuthorizationCodes codes = new AuthorizationCodes(options, ids);
        DeviceCodes deviceCodes = new DeviceCodes(options, ids);
        BrowserSessions sessions = new BrowserSessions(passwords, ids);

        Map<String, Grant> grants = new LinkedHashMap<>();
        grants.put("client_credentials", new ClientCredentialsGrant(authentication, scopes, tokens));
        grants.put("authorization_code", new AuthorizationCodeGrant(authentication, scopes, codes, userTokens));
        grants.put("refresh_token", new RefreshTokenGrant(authentication, scopes, refreshTokens, userTokens));
        Grant device = new DeviceCodeGrant(authentication, deviceCodes, userTokens);
        grants.put(DEVICE_GRANT, device);
        // The short name that MSAL for Java uses.
        grants.put("device_code", device);
        grants.put(
                ON_BEHALF_OF_GRANT, new OnBehalfOfGrant(authentication, scopes, directory, options, keys, userTokens));
        grants.put("user_fic", new UserFederatedGrant(authentication, scopes, directory, federated, userTokens));
        grants.put("password", new PasswordGrant(authentication, scopes, passwords, userTokens));

        this.token = new TokenEndpoint(directory, options, grants, loops);
        this.pages = new SignInPages(passwords, consents, sessions, answers, ids);
        this.authorize = new AuthorizeEndpoint(directory, authentication, scopes, codes, pages, sessions, options, ids);
        this.devices = new DeviceEndpoint(directory, authentication, scopes, deviceCodes, pages, sessions, options);
        this.identities = new ManagedIdentityTokens(identities, directory, tokens, options, ids, origin);
        this.memories = List.of(
                loops::clear,
                consents::clear,
                sessions::clear,
                pages::clear,
                deviceCodes::clear,
                this.identities::forget);
    }

    /** Forgets everything that has happened, but for the tokens and authorization codes that have been handed out. */
    void forget() {
        memories.forEach(Runnable::run);
    }

    DeviceEndpoint devices() {
        return devices;
    }

    ManagedIdentityTokens managedIdentityTokens() {
        return identities;
    }

    Router router() {
        Router.Builder routes = Router.builder().notFound(answering(request -> ServerResponse.html(404, "")));
        for (int version : new int[] {1, 2}) {
            String oauth = version == 1 ? "/{tenant}/oauth2" : "/{tenant}/oauth2/v2.0";
            String discovery = version == 1 ? "/{tenant}/discovery" : "/{tenant}/discovery/v2.0";
            String known = version == 1 ? "/{tenant}/.well-known" : "/{tenant}/v2.0/.well-known";
            routes.route("POST", oauth + "/token", answering(request -> token.handle(version, request)))
                    .route("GET", oauth + "/authorize", answering(request -> authorize.authorize(version, request)))
                    .route("POST", oauth + "/authorize", answering(request -> authorize.authorize(version, request)))
                    .route("POST", oauth + "/devicecode", answering(request -> devices.issue(version, request)))
                    .route("GET", oauth + "/logout", answering(authorize::logout))
                    .route("GET", discovery + "/keys", answering(request -> metadata.keys(version, request)))
                    .route(
                            "GET",
                            known + "/openid-configuration",
                            answering(request -> metadata.openId(version, request)));
        }
        return routes.route("GET", "/common/discovery/instance", answering(metadata::instances))
                .route("GET", "/common/userrealm/{user}", answering(metadata::realm))
                .route("POST", "/common/login/{flow}", answering(this::act))
                .route("GET", DeviceEndpoint.PAGE, answering(devices::page))
                .route("POST", DeviceEndpoint.PAGE, answering(devices::next))
                .route("POST", APPROVE_PATH, this::approve)
                .route("POST", DECLINE_PATH, this::decline)
                .route("GET", "/error", answering(EntraEndpoints::explain))
                .route("GET", FakeManagedIdentity.SERVICE_FABRIC_PATH, identities::serviceFabric)
                .build();
    }

    /** The page that the {@code error_uri} of an error leads to. */
    private static ServerResponse explain(ServerRequest request) {
        String code = request.query().text("code");
        return Aadsts.byNumber(code)
                .map(error -> Pages.message("AADSTS" + error.code(), error.text()))
                .orElseGet(() -> Pages.message("Error", "There is no error " + code + "."));
    }

    private ServerResponse act(ServerRequest request) {
        try {
            return pages.act(request);
        } catch (EntraException error) {
            return pages.errorPage(error);
        }
    }

    private ServerResponse approve(ServerRequest request) {
        String user = request.query().first("username").orElse(FakeEntra.DEFAULT_USER_NAME);
        return found(devices.approve(request.pathParameter("user_code"), user));
    }

    private ServerResponse decline(ServerRequest request) {
        return found(devices.decline(request.pathParameter("user_code")));
    }

    private static ServerResponse found(boolean known) {
        return known
                ? ServerResponse.status(204)
                : ServerResponse.text(404, "No device waits with this code, or the user is unknown.");
    }

    /** Turns the errors of the service into its answers, and puts the usual headers on all of them. */
    private Handler answering(Handler handler) {
        return request -> {
            String requestId = request.headers().text("client-request-id");
            ServerResponse response;
            try {
                response = handler.handle(request);
            } catch (EntraException error) {
                response = answers.error(error, requestId, request.origin());
            }
            return answers.dressed(response, request);
        };
    }
}
