package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;
import java.util.List;
import java.util.regex.Pattern;

/** Names of members in {@code $select} and {@code $expand}. */
final class Members {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    private Members() {}

    static List<String> of(String option, String... names) {
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidOptionException(option, name, "give names of members, as id or state.");
            }
        }
        return List.of(names);
    }

    /** Takes them as they are. */
    static List<String> raw(String option, String expression) {
        if (expression.isBlank()) {
            throw new InvalidOptionException(option, expression, "give members; leave the option out for the default.");
        }
        return List.of(expression);
    }
}
