package io.github.latchkey.auth.entra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The parameters of a token request, in order. Never printed: some of them are secrets. */
final class Form {

    private final Map<String, String> parameters = new LinkedHashMap<>();

    Form with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** Returns the value of a parameter that was set. */
    String value(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** Returns the body ({@code application/x-www-form-urlencoded}). */
    String encoded() {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
