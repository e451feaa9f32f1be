package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One user on the way through the pages. The steps are always the same: prove who you are, prove it again where that is
 * asked for, allow the application what it asks for, confirm the device; then comes the end, which is not the same for a
 * browser and for a device.
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

    synchronized void consented() {
        consentShown = true;
    }

    synchronized void confirmed() {
        confirmed = true;
    }

    /** Tells what the user has to do next. */
    synchronized Step next(Set<String> missingConsent) {
        if (signIn == null) {
            return Step.SIGN_IN;
        }
        if (signIn.user().secondFactor() != EntraUser.SecondFactor.NONE && !signIn.secondFactor()) {
            return Step.SECOND_FACTOR;
        }
        if (!missingConsent.isEmpty() || (prompt.equals("consent") && !consentShown)) {
            return Step.CONSENT;
        }
        return forDevice && !confirmed ? Step.CONFIRM_DEVICE : Step.DONE;
    }

    ServerResponse succeed(SignIn who) {
        return end.succeed(who);
    }

    ServerResponse fail(EntraException error) {
        return end.fail(error);
    }

    enum Step {
        SIGN_IN,
        SECOND_FACTOR,
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
