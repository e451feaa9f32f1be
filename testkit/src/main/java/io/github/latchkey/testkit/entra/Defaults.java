package io.github.latchkey.testkit.entra;

import java.util.List;

/** What a fake knows without further words. */
final class Defaults {

    static final String REDIRECT_URI = "http://localhost";

    private Defaults() {}

    static List<ManagedIdentity> identities() {
        return List.of(
                ManagedIdentity.systemAssigned(FakeEntra.DEFAULT_SYSTEM_IDENTITY),
                ManagedIdentity.userAssigned(FakeEntra.DEFAULT_USER_IDENTITY, "worker"));
    }

    static void fill(EntraDirectory directory) {
        directory.save(EntraTenant.of(FakeEntra.DEFAULT_TENANT_ID, FakeEntra.DEFAULT_DOMAIN));
        directory.save(EntraResource.batch());
        directory.save(EntraResource.graph());
        directory.save(EntraResource.resourceManager());
        directory.save(EntraResource.tokenExchange());
        directory.save(EntraUser.builder(FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD)
                .names("Ada", "Example")
                .build());
        directory.save(EntraApp.builder(FakeEntra.DEFAULT_CLIENT_ID)
                .name("Latchkey sample")
                .secret(FakeEntra.DEFAULT_CLIENT_SECRET)
                .allowPublicClient(true)
                .publicRedirect(REDIRECT_URI)
                .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                .consented("https://graph.microsoft.com", "User.Read")
                .consented("https://management.azure.com/", "user_impersonation")
                .build());
    }
}
