package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.DeviceCodes.Device;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Optional;

/** Where devices get their codes, and where their users bring them. */
final class DeviceEndpoint {

    static final String PAGE = "/common/oauth2/deviceauth";

    private final EntraDirectory directory;
    private final ClientAuthentication authentication;
    private final Scopes scopes;
    private final DeviceCodes devices;
    private final SignInPages pages;
    private final BrowserSessions sessions;
    private final EntraOptions options;

    DeviceEndpoint(
            EntraDirectory directory,
            ClientAuthentication authentication,
            Scopes scopes,
            DeviceCodes devices,
            SignInPages pages,
            BrowserSessions sessions,
            EntraOptions options) {
        this.directory = directory;
        this.authentication = authentication;
        this.scopes = scopes;
        this.devices = devices;
        this.pages = pages;
        this.sessions = sessions;
        this.options = options;
    }

    /** Hands out a code. */
    ServerResponse issue(int version, ServerRequest request) {
        TenantPath path = TenantPath.resolve(directory, request.pathParameter("tenant"));
        TokenCall call = new TokenCall(request, version, path);
        EntraApp app = authentication.identify(call.clientId(), path);
        DeviceCodes.Issued issued = devices.issue(call, app, scopes.forUser(call), request.origin() + PAGE);
        options.approver().ifPresent(userName -> approve(issued.userCode(), userName));
        return issued.response();
    }

    /** Shows the page that asks for the code. */
    ServerResponse page(ServerRequest request) {
        return Pages.deviceCode(PAGE, request.query().text("user_code"), "");
    }

    /** Takes the code, and goes on with the sign-in. */
    ServerResponse next(ServerRequest request) {
        String userCode = request.form().text("user_code");
        Optional<Device> found = devices.byUserCode(userCode);
        if (found.isEmpty()) {
            return Pages.deviceCode(
                    PAGE, userCode, "That code didn't work. Check the code and try again. (AADSTS70018)");
        }
        Device device = found.get();
        SignInFlow flow =
                new SignInFlow(device.app(), device.path(), device.access(), "", "", true, new BackToDevice(device));
        return pages.begin(
                flow,
                sessions.of(request).filter(session -> AccessPolicy.mayResume(session, device.app(), device.path())));
    }

    /** Approves in the name of a user without any page; returns whether code and user are known. */
    boolean approve(String userCode, String userName) {
        Optional<Device> device = devices.byUserCode(userCode);
        Optional<EntraUser> user = directory.user(userName);
        if (device.isEmpty() || user.isEmpty()) {
            return false;
        }
        String tenantId = device.get().path().tenantIdFor(user.get());
        device.get().approve(new SignIn(user.get(), tenantId, true));
        return true;
    }

    /** Declines without any page; returns whether the code is known. */
    boolean decline(String userCode) {
        Optional<Device> device = devices.byUserCode(userCode);
        device.ifPresent(Device::decline);
        return device.isPresent();
    }

    /** The end of a flow for a device: the device learns of it when it asks next, the user reads a page. */
    private record BackToDevice(Device device) implements SignInFlow.End {

        @Override
        public ServerResponse succeed(SignIn who) {
            device.approve(who);
            return Pages.message(
                    device.app().name(),
                    "You have signed in to the " + device.app().name()
                            + " application on your device. You may now close this window.");
        }

        @Override
        public ServerResponse fail(EntraException error) {
            device.decline();
            return Pages.message(device.app().name(), "You have not signed in to the application on your device.");
        }
    }
}
