package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.EntraUser.SecondFactor;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Leads users through the pages, one step after the other. */
final class SignInPages {

    private final Vault<SignInFlow> flows = new Vault<>();
    private final Passwords passwords;
    private final Consents consents;
    private final BrowserSessions sessions;
    private final EntraAnswers answers;
    private final Ids ids;

    SignInPages(Passwords passwords, Consents consents, BrowserSessions sessions, EntraAnswers answers, Ids ids) {
        this.passwords = passwords;
        this.consents = consents;
        this.sessions = sessions;
        this.answers = answers;
        this.ids = ids;
    }

    /** Begins with a user who has signed in before, or with nobody. */
    ServerResponse begin(SignInFlow flow, Optional<SignIn> session) {
        session.ifPresent(flow::resume);
        String handle = ids.opaque(24);
        flows.put(handle, flow);
        return proceed(handle, flow);
    }

    /** Forgets whoever is on the way through the pages. */
    void clear() {
        flows.clear();
    }

    /** Tells what still has to be done, for a client that does not want a page. */
    SignInFlow.Step pending(SignInFlow flow, SignIn session) {
        flow.signedIn(session);
        return flow.next(missing(flow, session));
    }

    /** Takes what the user did on a page. */
    ServerResponse act(ServerRequest request) {
        String handle = request.pathParameter("flow");
        SignInFlow flow = flows.get(handle).orElseThrow(() -> new EntraException(Aadsts.MALFORMED_REQUEST));
        Fields form = request.form();
        SignIn signIn = flow.signIn();
        switch (form.text("action")) {
            case "pick" -> flow.pick();
            case "other" -> flow.useAnother();
            case "sign-in" -> {
                return signIn(handle, flow, form);
            }
            case "approve" -> {
                if (signIn != null) {
                    SignIn proven = new SignIn(signIn.user(), signIn.tenantId(), true);
                    flow.signedIn(proven);
                    return sessions.begin(proven, proceed(handle, flow));
                }
            }
            case "accept" -> {
                if (signIn != null) {
                    consent(flow, signIn, form.has("for_everybody"));
                }
            }
            case "continue" -> flow.confirmed();
            case "cancel" -> {
                flows.remove(handle);
                return flow.fail(new EntraException(Aadsts.CONSENT_DECLINED));
            }
            default -> throw new EntraException(Aadsts.MALFORMED_REQUEST);
        }
        return proceed(handle, flow);
    }

    /** Keeps the consent, unless it is not this user's to give. */
    private void consent(SignInFlow flow, SignIn who, boolean forEverybody) {
        Set<String> missing = missing(flow, who);
        if (flow.next(missing) != SignInFlow.Step.CONSENT) {
            return;
        }
        EntraResource resource = flow.access().resource();
        if (forEverybody && who.user().administrator()) {
            consents.giveForEverybody(who, flow.app(), resource, missing);
        } else {
            consents.give(who, flow.app(), resource, missing);
        }
        flow.consented();
    }

    /** Shows an error that cannot be sent back to the application. */
    ServerResponse errorPage(EntraException error) {
        return Pages.error(
                String.valueOf(error.getMessage()), "Request Id: " + ids.uuid() + " Timestamp: " + answers.timestamp());
    }

    private ServerResponse signIn(String handle, SignInFlow flow, Fields form) {
        String name = form.text("username");
        EntraUser user;
        try {
            user = passwords.check(name, form.text("password"), flow.path());
        } catch (EntraException refused) {
            String field = refused.aadsts() == Aadsts.USER_NOT_FOUND ? "username" : "password";
            return Pages.signIn(action(handle), flow.app().name(), name, field, shown(refused));
        }
        SignIn signIn = new SignIn(user, flow.path().tenantIdFor(user), false);
        flow.signedIn(signIn);
        return sessions.begin(signIn, proceed(handle, flow));
    }

    private ServerResponse proceed(String handle, SignInFlow flow) {
        SignIn signIn = flow.signIn();
        if (signIn == null) {
            SignIn offered = flow.offered();
            return offered == null
                    ? Pages.signIn(action(handle), flow.app().name(), flow.loginHint())
                    : Pages.pickAccount(
                            action(handle), flow.app().name(), offered.user().name());
        }
        AccessPolicy.checkInstalled(flow.app(), signIn);
        if (signIn.user().blockedByPolicy()) {
            flows.remove(handle);
            return flow.fail(new EntraException(Aadsts.BLOCKED_BY_POLICY).as("access_denied"));
        }
        Set<String> missing = missing(flow, signIn);
        EntraUser user = signIn.user();
        return switch (flow.next(missing)) {
            case PICK_ACCOUNT, SIGN_IN -> throw new IllegalStateException("somebody is signed in");
            case SECOND_FACTOR ->
                Pages.secondFactor(action(handle), user.name(), user.secondFactor() == SecondFactor.NOT_REGISTERED);
            case ADMIN_APPROVAL ->
                Pages.adminApproval(action(handle), flow.app().name(), user.name(), qualified(flow, missing));
            case CONSENT ->
                Pages.consent(
                        action(handle), flow.app().name(), user.name(), qualified(flow, missing), user.administrator());
            case CONFIRM_DEVICE ->
                Pages.confirmDevice(action(handle), flow.app().name());
            case DONE -> {
                flows.remove(handle);
                yield flow.succeed(signIn);
            }
        };
    }

    private Set<String> missing(SignInFlow flow, SignIn signIn) {
        return consents.missing(signIn, flow.app(), flow.access());
    }

    private static List<String> qualified(SignInFlow flow, Set<String> scopes) {
        return scopes.stream().map(flow.access()::qualified).sorted().toList();
    }

    private static String action(String handle) {
        return "/common/login/" + handle;
    }

    /** Says on the page what the service says there, which is less than it says to programs. */
    private static String shown(EntraException error) {
        return switch (error.aadsts()) {
            case USER_NOT_FOUND -> "We couldn't find an account with that username. Try another account. (AADSTS50034)";
            case WRONG_PASSWORD ->
                "Your account or password is incorrect. If you don't remember your password, reset it now."
                        + " (AADSTS50126)";
            case PASSWORD_EXPIRED -> "Your password has expired. Ask your administrator for a new one. (AADSTS50055)";
            case ACCOUNT_LOCKED ->
                "Your account is temporarily locked to prevent unauthorized use. Try again later. (AADSTS50053)";
            case ACCOUNT_DISABLED -> "Your account has been disabled. Contact your support person. (AADSTS50057)";
            default -> String.valueOf(error.getMessage());
        };
    }
}
