package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.util.Optional;
import java.util.function.Function;

/**
 * The application and the user that the program tells about: the first of the configuration, or those that are there
 * without one.
 *
 * @param tenantId their tenant
 * @param clientId the application
 * @param clientSecret empty when the application has none
 * @param certificate a certificate that the application knows; none when the application has no credentials at all
 * @param redirectUri an address that the application has registered; empty when there is none
 * @param userName the user
 * @param userPassword the user's password
 */
record Shown(
        String tenantId,
        String clientId,
        String clientSecret,
        Function<FakeEntra, Optional<TestCertificate>> certificate,
        String redirectUri,
        String userName,
        String userPassword) {

    /** Adds a problem to a value that is told on a line, {@code KEY=value}, and would not be one word there. */
    static void requireWord(Value value) {
        boolean unfit = value.tree()
                .asText()
                .chars()
                .anyMatch(one ->
                        Character.isWhitespace(one) || Character.isSpaceChar(one) || Character.isISOControl(one));
        if (unfit) {
            value.problem("is printed for scripts to read, so it must hold no blanks and no control characters");
        }
    }

    @Override
    public String toString() {
        return "Shown[" + clientId + ", " + userName + "]";
    }
}
