package io.github.latchkey.testkit.batch.signin;

import io.github.latchkey.testkit.batch.service.Refusal;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The shared key of an account: checks the signatures of requests made with it. */
final class SharedKey {

    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** RFC 1123, and RFC 850 besides. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC));

    private static final List<String> SIGNED_HEADERS = List.of(
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-MD5",
            "Content-Type",
            "Date",
            "If-Modified-Since",
            "If-Match",
            "If-None-Match",
            "If-Unmodified-Since",
            "Range");

    private final String account;
    private final byte[] key;
    private final Clock clock;

    SharedKey(String account, String key, Clock clock) {
        this.account = account;
        this.key = Base64.getDecoder().decode(key);
        this.clock = clock;
    }

    /** Checks a request; {@code credential} is what follows the scheme. */
    void verify(ServerRequest request, String credential) {
        int colon = credential.indexOf(':');
        if (colon < 0) {
            throw Refusal.forbidden("The Authorization header must be 'SharedKey {account}:{signature}'");
        }
        if (!credential.substring(0, colon).equalsIgnoreCase(account)) {
            throw Refusal.forbidden("The account of the shared key is not the account of the request");
        }
        checkDate(request.headers());
        byte[] given = credential.substring(colon + 1).strip().getBytes(StandardCharsets.US_ASCII);
        boolean right = contentLengths(request).stream()
                .anyMatch(length -> MessageDigest.isEqual(sign(stringToSign(request, length)), given));
        if (!right) {
            throw Refusal.forbidden("The MAC signature found in the HTTP request is not the same as any computed"
                    + " signature. Server used following string to sign: '"
                    + stringToSign(request, contentLengths(request).get(0)) + "'.");
        }
    }

    private void checkDate(Fields headers) {
        String name = headers.has("ocp-date") ? "ocp-date" : "Date";
        String text = headers.text(name);
        if (text.isEmpty()) {
            throw Refusal.forbidden("A request signed with a shared key must have an ocp-date or Date header");
        }
        Instant sent = DATES.stream()
                .flatMap(format -> parse(format, text).stream())
                .findFirst()
                .orElseThrow(() -> Refusal.invalidHeader(name, text));
        if (Duration.between(sent, clock.instant()).abs().compareTo(WINDOW) > 0) {
            throw Refusal.forbidden(
                    "The date of the request is " + text + "; it must be within 15 minutes of " + clock.instant());
        }
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String text) {
        try {
            return Optional.of(Instant.from(format.parse(text)));
        } catch (DateTimeParseException otherFormat) {
            return Optional.empty();
        }
    }

    /** What clients sign as the length: the header; when there is no body, nothing and zero are the same. */
    private static List<String> contentLengths(ServerRequest request) {
        String sent = request.headers().text("Content-Length");
        List<String> lengths = new ArrayList<>(List.of(sent));
        if (request.body().length == 0) {
            lengths.add(sent.isEmpty() ? "0" : "");
        }
        return lengths;
    }

    private String stringToSign(ServerRequest request, String contentLength) {
        Fields headers = request.headers();
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        for (String name : SIGNED_HEADERS) {
            String value = switch (name) {
                case "Content-Length" -> contentLength;
                case "Date" -> headers.has("ocp-date") ? "" : headers.text(name);
                default -> headers.text(name);
            };
            text.append(value).append('\n');
        }
        Map<String, String> ocp = new TreeMap<>();
        headers.entries().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("ocp-")) {
                ocp.put(name, header.getValue().replaceAll("[\r\n]", " ").stripLeading());
            }
        });
        ocp.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append('/').append(account.toLowerCase(Locale.ROOT)).append('/');
        text.append(request.path().replaceAll("^/+", ""));
        Map<String, String> query = new TreeMap<>();
        request.query()
                .entries()
                .forEach(option -> query.merge(
                        option.getKey().toLowerCase(Locale.ROOT),
                        option.getValue(),
                        (one, other) -> one + "," + other));
        query.forEach(
                (name, value) -> text.append('\n').append(name).append(':').append(value));
        return text.toString();
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JVM has HmacSHA256", missing);
        }
    }

    @Override
    public String toString() {
        return "SharedKey[" + account + "]";
    }
}
