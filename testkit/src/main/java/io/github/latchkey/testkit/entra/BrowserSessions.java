package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Optional;

/** Remembers by a cookie who has signed in with a browser, so that the page need not be shown again. */
final class BrowserSessions {

    private static final String COOKIE = "ESTSAUTH";
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=None";

    private final Vault<SignIn> vault = new Vault<>();
    private final Passwords passwords;
    private final Ids ids;

    BrowserSessions(Passwords passwords, Ids ids) {
        this.passwords = passwords;
        this.ids = ids;
    }

    /** Returns who has signed in and may still do so. */
    Optional<SignIn> of(ServerRequest request) {
        return handle(request).flatMap(vault::get).flatMap(passwords::present);
    }

    ServerResponse begin(SignIn signIn, ServerResponse response) {
        String handle = ids.opaque(24);
        vault.put(handle, signIn);
        return response.addHeader("Set-Cookie", COOKIE + "=" + handle + ATTRIBUTES);
    }

    ServerResponse end(ServerRequest request, ServerResponse response) {
        handle(request).ifPresent(vault::remove);
        return response.addHeader("Set-Cookie", COOKIE + "=; Max-Age=0" + ATTRIBUTES);
    }

    /** Signs everybody out. */
    void clear() {
        vault.clear();
    }

    private static Optional<String> handle(ServerRequest request) {
        for (String header : request.headers().all("Cookie")) {
            for (String pair : header.split(";", -1)) {
                if (pair.strip().startsWith(COOKIE + "=")) {
                    return Optional.of(pair.strip().substring(COOKIE.length() + 1));
                }
            }
        }
        return Optional.empty();
    }
}
