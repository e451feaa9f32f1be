package io.github.latchkey.testkit.batch.service;

import java.util.Locale;

/** Words whose letter case on the wire differs from the specification. */
final class Wire {

    private Wire() {}

    static String category(boolean user, boolean capitalized) {
        String category = user ? "UserError" : "ServerError";
        return capitalized ? category : category.toLowerCase(Locale.ROOT);
    }

    static String result(boolean success, boolean capitalized) {
        String result = success ? "Success" : "Failure";
        return capitalized ? result : result.toLowerCase(Locale.ROOT);
    }

    static String status(String status, boolean capitalized) {
        return capitalized ? status : status.toLowerCase(Locale.ROOT);
    }
}
