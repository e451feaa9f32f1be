package io.github.latchkey.testkit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows which values must not be shown, and masks them: credentials and tokens in headers, queries, forms and JSON.
 */
public final class Secrets {

    /** What is shown in place of a secret. */
    public static final String MASK = "***";

    private static final Set<String> NAMES = Set.of(
            "access_token",
            "accesstoken",
            "accountkey",
            "assertion",
            "client_assertion",
            "client_secret",
            "code",
            "code_verifier",
            "commonenvironmentsettings",
            "cookie",
            "data", // of a certificate
            "device_code",
            "environmentsettings",
            "id_token",
            "key",
            "passwd",
            "password",
            "primary",
            "protectedsettings",
            "proxy-authorization",
            "refresh_token",
            "saskey",
            "secondary",
            "secret",
            "set-cookie",
            "sig", // of a shared access signature
            "sshprivatekey",
            "user_federated_identity_credential",
            "x-identity-header");

    /**
     * A secret in a query or a form that stands inside another text, such as the URL of a blob in a task. A {@code &} before it
     * may be escaped, and hyphens make it an option of a command line; what comes after it is hidden as well when one does not see where it ends.
     */
    private static final Pattern PAIR = Pattern.compile(
            "((?:(?<![\\w-])|(?<=%26|%3F|\\\\u0026|[\\s\"]--?))(?:" + String.join("|", NAMES)
                    + ")(?:=|%3D|\\\\u003D))[^&\\s\"]++",
            Pattern.CASE_INSENSITIVE);

    /** Anything of the shape of a signed token is masked wherever it stands; the header part alone is no secret. */
    private static final Pattern SIGNED_TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)?");

    /** What a form begins with: the name of a field. */
    private static final Pattern FORM = Pattern.compile("\\s*+[^\\s=&<>\"{}\\[\\]]++=");

    private Secrets() {}

    /**
     * Tells whether values of a name are secret.
     *
     * @param name a header, query parameter, form field or JSON property
     * @return whether its values must not be shown
     */
    public static boolean isSecret(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Masks secret values. Of an {@code Authorization} header the scheme stays, and of a shared key the account.
     *
     * @param fields headers, query parameters or form fields
     * @return a copy without secrets
     */
    public static Fields mask(Fields fields) {
        List<Map.Entry<String, String>> masked = new ArrayList<>();
        fields.forEach((name, value) -> masked.add(Map.entry(name, mask(name, value))));
        return Fields.of(masked);
    }

    /**
     * Masks the secrets of a body. Forms and JSON are understood, also when the content type is wrong; in all other text signed
     * tokens are masked, and pairs such as {@code sig=...}.
     *
     * @param contentType the body's content type, or an empty text
     * @param body the body; may have been cut off at its end
     * @return the body without secrets
     */
    public static String maskBody(String contentType, String body) {
        boolean form = isForm(contentType, body) || FORM.matcher(body).lookingAt();
        if (looksLikeJson(body) || !form) {
            return maskText(JsonMask.mask(body));
        }
        StringBuilder masked = new StringBuilder();
        mask(Fields.parse(body))
                .forEach((name, value) -> masked.append(masked.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(value));
        return masked.toString();
    }

    private static boolean looksLikeJson(String body) {
        String start = body.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private static String maskText(String text) {
        String tokens = text.contains("eyJ") ? SIGNED_TOKEN.matcher(text).replaceAll(MASK) : text;
        return tokens.indexOf('=') >= 0 || tokens.indexOf('%') >= 0 || tokens.indexOf('\\') >= 0
                ? PAIR.matcher(tokens).replaceAll("$1" + MASK)
                : tokens;
    }

    static boolean isForm(String contentType, String body) {
        return contentType.isEmpty()
                ? !looksLikeJson(body)
                : contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    private static String mask(String name, String value) {
        if (name.equalsIgnoreCase("authorization")) {
            int space = value.indexOf(' ');
            int colon = value.indexOf(':');
            boolean sharedKey = value.regionMatches(true, 0, "SharedKey", 0, "SharedKey".length());
            if (sharedKey && colon > 0) {
                return value.substring(0, colon + 1) + MASK;
            }
            return space > 0 ? value.substring(0, space + 1) + MASK : MASK;
        }
        return isSecret(name.strip()) ? MASK : maskText(value);
    }
}
