package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.ClientAuthentication.Proof;

/** A device whose user signs in elsewhere. */
final class DeviceCodeGrant implements Grant {

    private final ClientAuthentication authentication;
    private final DeviceCodes devices;
    private final UserTokens tokens;

    DeviceCodeGrant(ClientAuthentication authentication, DeviceCodes devices, UserTokens tokens) {
        this.authentication = authentication;
        this.devices = devices;
        this.tokens = tokens;
    }

    @Override
    public TokenAnswer exchange(TokenCall call) {
        EntraApp app = authentication.identify(call.clientId(), call.path());
        Proof proof = authentication.authenticate(call, app, true);
        // Version 1 names the parameter "code".
        String deviceCode = call.form().first("device_code").orElseGet(() -> call.required("code"));
        DeviceCodes.Approved approved = devices.redeem(deviceCode, app);
        return tokens.issue(call, app, proof, approved.signIn(), approved.access(), "");
    }
}
