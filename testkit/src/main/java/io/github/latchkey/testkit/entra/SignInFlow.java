package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One user on the way through the pages. The steps are always the same: prove who you are, prove it again where that is
 * asked for, allow the application what it asks for, confirm the device; then comes the end, which is not the same for
 * a browser and for a device.
 */
final class SignInFlow {

    private final EntraApp app;
    private final TenantPath path;
    private final Access access;
    private final String prompt;
    private final String loginHint;
    private final boolean forDevice;
    private final End end;
    private @Nullable SignIn signIn;
    private @Nullable SignIn offered;
    private boolean consentShown;
    private boolean confirmed;

    SignInFlow(
            EntraApp app, TenantPath path, Access access, String prompt, String loginHint, boolean forDevice, End end) {
        this.app = app;
        this.path = path;
        this.access = access;
        this.prompt = prompt;
        this.loginHint = loginHint;
        this.forDevice = forDevice;
        this.end = end;
    }

    EntraApp app() {
        return app;
    }

    TenantPath path() {
        return path;
    }

    Access access() {
        return access;
    }

    String loginHint() {
        return loginHint;
    }

    synchronized @Nullable SignIn signIn() {
        return signIn;
    }

    synchronized void signedIn(SignIn who) {
        signIn = who;
    }

    /** Takes over a session, or lets the user choose whether it is the right one. */
    synchronized void resume(SignIn session) {
        if (forDevice || prompt.equals("select_account")) {
            offered = session;
        } else {
            signIn = session;
        }
    }

    synchronized @Nullable SignIn offered() {
        return offered;
    }

    /** Takes the account that was offered. */
    synchronized void pick() {
        signIn = offered;
    }

    /** Turns away the account that was offered. */
    synchronized void useAnother() {
        offered = null;
    }

    synchronized void consented() {
        consentShown = true;
    }

    synchronized void confirmed() {
        confirmed = true;
    }

    /** Tells what the user has to do next. */
    synchronized Step next(Set<String> missingConsent) {
        if (signIn == null) {
            return offered == null ? Step.SIGN_IN : Step.PICK_ACCOUNT;
        }
        if (signIn.user().secondFactor() != EntraUser.SecondFactor.NONE && !signIn.secondFactor()) {
            return Step.SECOND_FACTOR;
        }
        if (!signIn.user().administrator() && mustBeGivenByAdministrator(missingConsent)) {
            return Step.ADMIN_APPROVAL;
        }
        if (!missingConsent.isEmpty() || (prompt.equals("consent") && !consentShown)) {
            return Step.CONSENT;
        }
        return forDevice && !confirmed ? Step.CONFIRM_DEVICE : Step.DONE;
    }

    private boolean mustBeGivenByAdministrator(Set<String> scopes) {
        return scopes.stream().anyMatch(access.resource().adminScopes()::contains);
    }

    ServerResponse succeed(SignIn who) {
        return end.succeed(who);
    }

    ServerResponse fail(EntraException error) {
        return end.fail(error);
    }

    enum Step {
        PICK_ACCOUNT,
        SIGN_IN,
        SECOND_FACTOR,
        ADMIN_APPROVAL,
        CONSENT,
        CONFIRM_DEVICE,
        DONE
    }

    /** How a flow ends. */
    interface End {

        ServerResponse succeed(SignIn who);

        ServerResponse fail(EntraException error);
    }
}
