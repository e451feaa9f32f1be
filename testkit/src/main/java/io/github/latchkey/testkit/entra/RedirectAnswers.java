package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends the user back to the application, in the way that the application asked for. */
final class RedirectAnswers {

    private RedirectAnswers() {}

    static ServerResponse of(String redirectUri, String responseMode, Map<String, String> parameters) {
        return switch (responseMode) {
            case "form_post" -> Pages.autoPost(redirectUri, parameters);
            case "fragment" -> found(redirectUri + "#" + encode(parameters));
            default ->
                found(parameters.isEmpty() ? redirectUri : redirectUri + separator(redirectUri) + encode(parameters));
        };
    }

    private static String separator(String uri) {
        return uri.indexOf('?') < 0 ? "?" : "&";
    }

    private static ServerResponse found(String location) {
        return ServerResponse.status(302).header("Location", location);
    }

    private static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
