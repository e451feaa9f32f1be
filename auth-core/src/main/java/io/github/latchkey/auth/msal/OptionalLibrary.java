package io.github.latchkey.auth.msal;

import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.ErrorDetails;

/** Says plainly that a library is missing, before the class loader says it in its own way. */
final class OptionalLibrary {

    private OptionalLibrary() {}

    /**
     * Requires a library.
     *
     * @param className one of its classes
     * @param purpose what it is needed for, as the subject of a sentence
     * @param artifact what to add
     */
    static void require(String className, String purpose, String artifact) {
        try {
            Class.forName(className, false, OptionalLibrary.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new CredentialUnavailableException(
                    purpose + " needs a library of Microsoft's that is not on the class path",
                    ErrorDetails.builder()
                            .remedy("Add " + artifact + " to the program's dependencies.")
                            .build(),
                    e);
        }
    }
}
