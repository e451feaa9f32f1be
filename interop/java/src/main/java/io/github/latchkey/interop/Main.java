package io.github.latchkey.interop;

/** Runs all suites; the exit code is 3 when a scenario has failed. */
final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        new Msal().run();
        new AzureIdentity().run();
        new AzureBatch().run();
        // A client that still waits for something must not keep the suite from ending.
        System.exit(Suite.hasFailed() ? 3 : 0);
    }
}
