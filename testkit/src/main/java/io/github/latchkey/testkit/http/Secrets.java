package io.github.latchkey.testkit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows which values must not be shown, and masks them: credentials and tokens in headers, queries, forms and JSON. */
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
            "pgpassword",
            "primary",
            "protectedsettings",
            "proxy-authorization",
            "refresh_token",
            "saskey",
            "secondary",
            "secret",
            "set-cookie",
            "sig", // of a shared access signature
            "sshpass",
            "sshprivatekey",
            "user_federated_identity_credential",
            "x-identity-header");

    /**
     * What makes any name secret that ends with it as with a word, such as {@code DB_PASSWORD}, {@code api-key} or
     * {@code clientSecret}; not the tokens of paging.
     */
    private static final Pattern WORD = pattern("(?:(?<![A-Z0-9])|(?-i:(?<=[a-z0-9])(?=[A-Z])))"
            + "(?:(?:client)?secret|pass(?:word|wd|phrase|code)?|pwd|(?:store|key)pass|assertion"
            + "|(?<!(?:continuation|next|page|skip)[_-]?)(?:access|auth|bearer|id|refresh|sas)?token"
            + "|(?:access|account|api|auth|client|master|primary|private|sas|secondary|secret|shared|signing|storage"
            + "|subscription)[_-]?key)\\z");

    /**
     * Between a name and its value in a query, a form or a setting of the environment, and in JSON that stands inside a
     * string.
     */
    private static final Pattern ASSIGNMENT = pattern("=|%3D|\\\\u003D|\\\\{1,7}+\"\\s*+:\\s*+(?=\\\\++\")");

    /** Between the name of a header and its value. */
    private static final Pattern COLON = pattern(":[ \\t]*+");

    /** A header, or what stands for one, up to its secret. */
    private static final Pattern AUTHORIZATION = pattern(
            "authorization[\\\\\"']{0,8}+(?:\\s|%20|\\+){0,8}+(?::|=|%3A|%3D)(?:\\s|%20|\\+){0,8}+[\\\\\"']{0,8}+"
                    + "(?:Bearer|Basic|Digest|DPoP|Negotiate|NTLM|PoP|SharedKey|SharedKeyLite|Token)(?:\\s|%20|\\+){1,8}+");

    /** An option of a command, up to a value that is an argument of its own. */
    private static final Pattern OPTION = pattern("-(?:(?<![^\\s\"']-)|(?<=\\\\[nrt]-))-?+([A-Z][\\w-]*+)\\s++(?!-)");

    /** A secret: all that is in quotes, which may be escaped once; or else what comes before it certainly ends. */
    private static final Pattern VALUE = pattern("\\\\++\"(?:[^\\\\\"]|\\\\\\\\(?:\\\\.|.))*+(?:\\\\\")?+"
            + "|\"(?:[^\\\\\"]|\\\\.)*+\"?+"
            + "|'[^']*+'?+"
            + "|(?:[^&\\s\"\\\\]|\\\\(?!\"))++");

    /** What a value in quotes begins with; there is one more kind of values, those without quotes. */
    private static final String QUOTES = "\\\"'";

    /** The password before the host of a URL; of a web address all that is there, if that may be a token. */
    private static final Pattern USER_INFO =
            pattern("(:(?:\\\\?+/){2}[^\\s/?#@:\"']*+:|(?<=https?):(?:\\\\?+/){2})(?:[^\\s/?#\"@]*+@)++");

    /** Anything of the shape of a signed token is masked wherever it stands; the header part alone is no secret. */
    private static final Pattern SIGNED_TOKEN =
            Pattern.compile("(?<![\\w-])(?>([\\w-]*?)eyJ)[\\w-]++\\.[\\w-]++(?:\\.[\\w-]*+){0,3}+");

    /** Where secrets begin. */
    private static final List<Place> PLACES = List.of(
            new Place(ASSIGNMENT, (text, found) -> isSecret(nameBefore(text, found.start()))),
            new Place(COLON, (text, found) -> isSecretHeader(nameBefore(text, found.start()))),
            new Place(AUTHORIZATION, (text, found) -> true),
            new Place(OPTION, (text, found) -> isSecret(found.group(1))));

    /**
     * What is masked in a text, one after the other. No text, however long and bad, takes more than its length times a
     * constant: what repeats gives nothing back, and looks back at a bounded number of characters. The tests count it.
     */
    static final List<UnaryOperator<CharSequence>> STEPS = List.of(
            text -> SIGNED_TOKEN.matcher(text).replaceAll("$1" + MASK),
            text -> USER_INFO.matcher(text).replaceAll("$1" + MASK + "@"),
            Secrets::maskValues);

    private static final int LONGEST_NAME = 64;

    /** What the escapes of {@code &}, {@code ?} and line breaks leave before a name. */
    private static final Pattern ESCAPE = pattern("%(?:26|3F)|\\\\(?:u0026|[nrt])");

    /** What a form begins with: the name of a field. */
    private static final Pattern FORM = Pattern.compile("\\s*+[^\\s=&<>\"{}\\[\\]]++=");

    private Secrets() {}

    /**
     * Tells whether values of a name are secret.
     *
     * @param name a header, query parameter, form field, JSON property, variable of the environment or option of a
     *     command
     * @return whether its values must not be shown
     */
    public static boolean isSecret(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT))
                || WORD.matcher(name).find();
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
     * Masks the secrets of a body. Forms and JSON are understood, also when the content type is wrong; in all text
     * signed tokens are masked, pairs such as {@code sig=...}, options of commands, headers and the passwords of URLs.
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

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static String maskText(String text) {
        if (!maySaySecrets(text)) {
            return text;
        }
        CharSequence masked = text;
        for (UnaryOperator<CharSequence> step : STEPS) {
            masked = step.apply(masked);
        }
        return masked.toString();
    }

    /** Tells whether a text has what every step looks for; the values of most headers and queries have not. */
    private static boolean maySaySecrets(String text) {
        boolean hyphen = false;
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '=' || letter == ':' || letter == '%' || letter == '\\') {
                return true;
            }
            hyphen |= letter == '-';
            space |= Character.isWhitespace(letter);
        }
        return (hyphen && space) || text.contains("eyJ");
    }

    /** Hides the values that begin where a place ends, also where one of them is a part of another. */
    private static CharSequence maskValues(CharSequence text) {
        NavigableMap<Integer, Integer> values = new TreeMap<>();
        for (Place place : PLACES) {
            place.find(text, values);
        }
        StringBuilder masked = new StringBuilder();
        int done = 0;
        for (Map.Entry<Integer, Integer> hidden : values.entrySet()) {
            if (hidden.getKey() >= done) {
                masked.append(text, done, hidden.getKey()).append(MASK);
            }
            done = Math.max(done, hidden.getValue());
        }
        return done == 0 ? text : masked.append(text, done, text.length());
    }

    /** Returns the name that ends somewhere, without the hyphens of an option; of a very long one its end. */
    private static String nameBefore(CharSequence text, int end) {
        int start = end;
        while (start > 0 && end - start < LONGEST_NAME && isOfName(text.charAt(start - 1))) {
            start--;
        }
        Matcher escape = ESCAPE.matcher(text).region(Math.max(0, start - 1), end);
        start = escape.lookingAt() ? escape.end() : start;
        while (start < end && text.charAt(start) == '-') {
            start++;
        }
        return text.subSequence(start, end).toString();
    }

    private static boolean isOfName(char letter) {
        return letter == '-' || letter == '_' || Character.isLetterOrDigit(letter);
    }

    private static boolean isSecretHeader(String name) {
        return (name.indexOf('-') > 0 || name.indexOf('_') > 0) && isSecret(name);
    }

    /** What stands before secrets, and for what it finds whether a secret follows. */
    private record Place(Pattern before, BiPredicate<CharSequence, MatchResult> isSecret) {

        /**
         * Notes where values begin and end. One within another of the same kind ends with it, and is not looked for.
         */
        void find(CharSequence text, Map<Integer, Integer> values) {
            Matcher found = before.matcher(text);
            Matcher value = VALUE.matcher(text);
            int[] done = new int[QUOTES.length() + 1];
            while (found.find()) {
                int start = found.end();
                int kind = start < text.length() ? QUOTES.indexOf(text.charAt(start)) + 1 : 0;
                // The end of a quotation may be the beginning of the next one.
                if (start >= done[kind] - 2
                        && isSecret.test(text, found)
                        && value.region(start, text.length()).lookingAt()) {
                    values.merge(start, value.end(), Math::max);
                    done[kind] = value.end();
                }
            }
        }
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
