package io.github.latchkey.testkit.entra;

import java.util.Optional;

/** Checks user name and password. */
final class Passwords {

    private final EntraDirectory directory;

    Passwords(EntraDirectory directory) {
        this.directory = directory;
    }

    /** Returns the user; ends the request when there is none, or when it may not sign in. */
    EntraUser check(String name, String password, TenantPath path) {
        EntraUser user = directory
                .user(name)
                .filter(path::takes)
                .orElseThrow(() -> new EntraException(
                        Aadsts.USER_NOT_FOUND,
                        name,
                        path.tenant().map(EntraTenant::name).orElse(path.word())));
        if (user.locked()) {
            throw new EntraException(Aadsts.ACCOUNT_LOCKED);
        }
        if (!user.password().equals(password)) {
            throw new EntraException(Aadsts.WRONG_PASSWORD);
        }
        if (user.passwordExpired()) {
            throw new EntraException(Aadsts.PASSWORD_EXPIRED);
        }
        checkEnabled(user);
        return user;
    }

    /** Looks a user up again who has signed in before; ends the request when it may no longer do so. */
    SignIn checkAgain(SignIn before) {
        String name = before.user().name();
        EntraUser user = find(before).orElseThrow(() -> new EntraException(Aadsts.USER_NOT_FOUND, name, ""));
        checkEnabled(user);
        return before.as(user);
    }

    /** Looks a user up again who has signed in before; empty when it may no longer do so. */
    Optional<SignIn> present(SignIn before) {
        return find(before).filter(user -> !user.disabled()).map(before::as);
    }

    private Optional<EntraUser> find(SignIn before) {
        return directory
                .user(before.user().name())
                .filter(user -> user.objectId().equals(before.user().objectId()));
    }

    private static void checkEnabled(EntraUser user) {
        if (user.disabled()) {
            throw new EntraException(Aadsts.ACCOUNT_DISABLED);
        }
    }
}
