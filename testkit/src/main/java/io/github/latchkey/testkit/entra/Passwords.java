package io.github.latchkey.testkit.entra;

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
                .filter(one ->
                        path.tenant().isEmpty() || path.tenant().get().id().equals(one.tenantId()))
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
        checkEnabled(user);
        return user;
    }

    /** Looks a user up again who has signed in before; ends the request when it may no longer do so. */
    EntraUser checkAgain(String name) {
        EntraUser user = directory.user(name).orElseThrow(() -> new EntraException(Aadsts.USER_NOT_FOUND, name, ""));
        checkEnabled(user);
        return user;
    }

    private static void checkEnabled(EntraUser user) {
        if (user.disabled()) {
            throw new EntraException(Aadsts.ACCOUNT_DISABLED);
        }
    }
}
