package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands out device codes, and knows which of them a user has approved. */
final class DeviceCodes {

    /** Letters and digits that nobody mistakes for each other. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int USER_CODE_LENGTH = 9;

    private final Vault<Device> vault = new Vault<>();
    private final EntraOptions options;
    private final Ids ids;

    DeviceCodes(EntraOptions options, Ids ids) {
        this.options = options;
        this.ids = ids;
    }

    Issued issue(TokenCall call, EntraApp app, Access access, String page) {
        StringBuilder userCode = new StringBuilder();
        for (int i = 0; i < USER_CODE_LENGTH; i++) {
            userCode.append(ALPHABET.charAt((int) ids.between(0, ALPHABET.length() - 1)));
        }
        String deviceCode = ids.opaque(48);
        Instant expires = options.clock().instant().plus(options.deviceCodeLifetime());
        vault.put(deviceCode, new Device(userCode.toString(), app, access, call.path(), expires));
        boolean strings = call.version() == 1;
        long lifetime = options.deviceCodeLifetime().toSeconds();
        long interval = options.deviceCodeInterval().toSeconds();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user_code", userCode.toString());
        body.put("device_code", deviceCode);
        body.put(strings ? "verification_url" : "verification_uri", page);
        body.put("expires_in", strings ? Long.toString(lifetime) : (Object) lifetime);
        body.put("interval", strings ? Long.toString(interval) : (Object) interval);
        body.put(
                "message",
                "To sign in, use a web browser to open the page " + page + " and enter the code " + userCode
                        + " to authenticate.");
        return new Issued(userCode.toString(), ServerResponse.json(200, body));
    }

    /** Forgets all codes that have not been redeemed. */
    void clear() {
        vault.clear();
    }

    /** Finds a device by what its user types, in any letter case. */
    Optional<Device> byUserCode(String userCode) {
        String wanted = userCode.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        return vault.find(device -> device.userCode().equals(wanted))
                .filter(device -> options.clock().instant().isBefore(device.expires));
    }

    /** Returns who has approved a device; ends the request while nobody has, and when nobody will. */
    Approved redeem(String deviceCode, EntraApp app) {
        Device device = vault.get(deviceCode)
                .filter(one -> one.app().clientId().equals(app.clientId()))
                .orElseThrow(() -> new EntraException(Aadsts.DEVICE_CODE_UNKNOWN));
        if (!options.clock().instant().isBefore(device.expires)) {
            throw new EntraException(Aadsts.DEVICE_CODE_EXPIRED);
        }
        Approved approved = device.outcome();
        vault.remove(deviceCode);
        return approved;
    }

    record Issued(String userCode, ServerResponse response) {}

    record Approved(SignIn signIn, Access access) {}

    /** A device that waits for its user. */
    static final class Device {

        private final String userCode;
        private final EntraApp app;
        private final Access access;
        private final TenantPath path;
        private final Instant expires;
        private @Nullable SignIn signIn;
        private boolean declined;

        Device(String userCode, EntraApp app, Access access, TenantPath path, Instant expires) {
            this.userCode = userCode;
            this.app = app;
            this.access = access;
            this.path = path;
            this.expires = expires;
        }

        String userCode() {
            return userCode;
        }

        EntraApp app() {
            return app;
        }

        Access access() {
            return access;
        }

        TenantPath path() {
            return path;
        }

        synchronized void approve(SignIn approver) {
            signIn = approver;
        }

        synchronized void decline() {
            declined = true;
        }

        private synchronized Approved outcome() {
            if (declined) {
                throw new EntraException(Aadsts.DEVICE_DECLINED);
            }
            if (signIn == null) {
                throw new EntraException(Aadsts.DEVICE_PENDING);
            }
            return new Approved(signIn, access);
        }
    }
}
