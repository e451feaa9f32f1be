package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where browsers are sent to sign in, and to sign out. */
final class AuthorizeEndpoint {

    private final EntraDirectory directory;
    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final AuthorizationCodes codes;
    private final SignInPages pages;
    private final BrowserSessions sessions;
    private final EntraOptions options;
    private final Ids ids;

    AuthorizeEndpoint(
            EntraDirectory directory,
            ClientAuthentication authentication,
            Scopes scopes,
            AuthorizationCodes codes,
            SignInPages pages,
            BrowserSessions sessions,
            EntraOptions options,
            Ids ids) {
        this.directory = directory;
        this.authentication = authentication;
        this.scopes = scopes;
        this.codes = codes;
        this.pages = pages;
        this.sessions = sessions;
        this.options = options;
        this.ids = ids;
    }

    /** Shows the sign-in page. What is wrong with application or redirect address is shown, never sent there. */
    ServerResponse authorize(int version, ServerRequest request) {
        Fields parameters = request.method().equals("POST") ? request.form() : request.query();
        TenantPath path;
        EntraApp app;
        try {
            path = TenantPath.resolve(directory, request.pathParameter("tenant"));
            app = authentication.identify(required(parameters, "client_id"), path);
            String redirect = required(parameters, "redirect_uri");
            if (!Redirects.isRegistered(app, redirect)) {
                throw new EntraException(Aadsts.REDIRECT_NOT_REGISTERED, redirect, app.clientId());
            }
        } catch (EntraException shown) {
            return pages.errorPage(shown);
        }
        try {
            return begin(version, app, path, parameters, request);
        } catch (EntraException sentBack) {
            return back(parameters, sentBack);
        }
    }

    private ServerResponse begin(int version, EntraApp app, TenantPath path, Fields parameters, ServerRequest request) {
        String responseType = required(parameters, "response_type");
        if (!responseType.equals("code")) {
            throw new EntraException(Aadsts.UNSUPPORTED_RESPONSE_TYPE, responseType);
        }
        String method = parameters.first("code_challenge_method").orElse("plain");
        if (!method.equals("S256") && !method.equals("plain")) {
            throw new EntraException(Aadsts.MALFORMED_REQUEST);
        }
        AuthorizeRequest asked = AuthorizeRequest.of(app, path, scopes.forUser(version, parameters, path), parameters);
        SignInFlow flow = new SignInFlow(
                app, path, asked.access(), asked.prompt(), asked.loginHint(), false, new BackToApp(asked, parameters));
        if (options.approver().isPresent()) {
            SignIn approver = approver(asked, options.approver().get());
            AccessPolicy.checkInstalled(app, approver);
            return codeFor(asked, approver);
        }
        Optional<SignIn> session = sessions.of(request).filter(one -> fits(one, asked));
        if (asked.prompt().equals("none")) {
            return silently(flow, asked, session);
        }
        return pages.begin(flow, asked.prompt().equals("login") ? Optional.empty() : session);
    }

    private ServerResponse silently(SignInFlow flow, AuthorizeRequest asked, Optional<SignIn> session) {
        SignIn signIn = session.orElseThrow(() -> new EntraException(Aadsts.LOGIN_REQUIRED));
        if (signIn.user().blockedByPolicy()) {
            throw new EntraException(Aadsts.BLOCKED_BY_POLICY).as("access_denied");
        }
        return switch (pages.pending(flow, signIn)) {
            case SECOND_FACTOR ->
                throw AccessPolicy.secondFactorMissing(signIn.user(), asked.access())
                        .as("interaction_required");
            case ADMIN_APPROVAL, CONSENT ->
                throw new EntraException(
                                Aadsts.CONSENT_REQUIRED,
                                asked.app().clientId(),
                                asked.app().name())
                        .as("consent_required");
            default -> codeFor(asked, signIn);
        };
    }

    /** A session counts when its user belongs to the tenant of the address and is the one that the client hints at. */
    private static boolean fits(SignIn session, AuthorizeRequest asked) {
        return AccessPolicy.mayResume(session, asked.app(), asked.path())
                && (asked.loginHint().isEmpty()
                        || asked.loginHint().equalsIgnoreCase(session.user().name()));
    }

    private SignIn approver(AuthorizeRequest asked, String userName) {
        EntraUser user = directory
                .user(asked.loginHint())
                .or(() -> directory.user(userName))
                .orElseThrow(() -> new EntraException(Aadsts.LOGIN_REQUIRED));
        return new SignIn(user, asked.path().tenantIdFor(user), true);
    }

    /** Signs the browser's user out, and sends it on where the application is known to be. */
    ServerResponse logout(ServerRequest request) {
        TenantPath.resolve(directory, request.pathParameter("tenant"));
        String target = request.query().text("post_logout_redirect_uri");
        boolean known = directory.apps().stream().anyMatch(app -> Redirects.isRegistered(app, target));
        Map<String, String> state = request.query()
                .first("state")
                .filter(value -> !value.isEmpty())
                .map(value -> Map.of("state", value))
                .orElse(Map.of());
        ServerResponse answer = known
                ? RedirectAnswers.of(target, "query", state)
                : Pages.message("You signed out of your account", "It's a good idea to close all browser windows.");
        return sessions.end(request, answer);
    }

    private ServerResponse codeFor(AuthorizeRequest asked, SignIn signIn) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", codes.issue(asked, signIn));
        if (asked.clientInfo()) {
            parameters.put("client_info", TokenFactory.clientInfo(signIn.user(), signIn.tenantId()));
        }
        if (!asked.state().isEmpty()) {
            parameters.put("state", asked.state());
        }
        parameters.put("session_state", ids.uuid());
        return RedirectAnswers.of(asked.redirectUri(), asked.responseMode(), parameters);
    }

    private static ServerResponse back(Fields parameters, EntraException error) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("error", error.error());
        answer.put("error_description", String.valueOf(error.getMessage()));
        if (!error.suberror().isEmpty()) {
            answer.put("error_subcode", error.suberror());
        }
        parameters.first("state").ifPresent(state -> answer.put("state", state));
        return RedirectAnswers.of(
                parameters.text("redirect_uri"),
                parameters.first("response_mode").orElse("query"),
                answer);
    }

    private static String required(Fields parameters, String name) {
        return parameters
                .first(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new EntraException(Aadsts.MISSING_PARAMETER, name));
    }

    /** The end of a flow in a browser: back to the application with a code or an error. */
    private final class BackToApp implements SignInFlow.End {

        private final AuthorizeRequest asked;
        private final Fields parameters;

        BackToApp(AuthorizeRequest asked, Fields parameters) {
            this.asked = asked;
            this.parameters = parameters;
        }

        @Override
        public ServerResponse succeed(SignIn who) {
            return codeFor(asked, who);
        }

        @Override
        public ServerResponse fail(EntraException error) {
            return back(parameters, error);
        }
    }
}
