package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.InvalidOptionException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Signs with the account's key: HMAC-SHA256 over method, headers and resource. */
public final class SharedKeySigner implements Signer {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String OCP = "ocp-";
    /** The headers of the string to sign, in the service's own order. */
    private static final List<String> SIGNED_HEADERS = List.of(
            "content-encoding",
            "content-language",
            "content-length",
            "content-md5",
            "content-type",
            "date",
            "if-modified-since",
            "if-match",
            "if-none-match",
            "if-unmodified-since",
            "range");

    private final String account;
    private final SecretKeySpec key;
    private final Clock clock;

    /**
     * Creates the signer.
     *
     * @param account the account's name
     * @param key the account's key, Base64
     * @param clock tells the date that is signed
     * @throws InvalidOptionException if the account is blank or the key is no Base64
     */
    public SharedKeySigner(String account, String key, Clock clock) {
        if (account.isBlank() || account.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == ':' || c == '/')) {
            throw new InvalidOptionException("account", account, "give the name of the Batch account.");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key.strip());
        } catch (IllegalArgumentException e) {
            throw InvalidOptionException.secret(
                    "sharedKey", "it is no Base64; copy the account's key as Azure shows it.");
        }
        if (bytes.length == 0) {
            throw InvalidOptionException.secret("sharedKey", "it is empty; copy the account's key as Azure shows it.");
        }
        this.account = account;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.clock = clock;
    }

    @Override
    public Signature signNow(Prepared request) {
        request.headers().set("ocp-date", HttpDates.format(clock.instant()));
        String text = stringToSign(request.method().name(), request.uri(), request.headers());
        request.headers().set(HttpHeaderNames.AUTHORIZATION, "SharedKey " + account + ":" + sign(text));
        return Signature.OTHER;
    }

    @Override
    public Mono<Signature> signLater(Prepared request) {
        return Mono.fromSupplier(() -> signNow(request));
    }

    @Override
    public Mono<Signature> signAgain(Prepared request, Signature refused, @Nullable String claims) {
        return Mono.empty(); // the same key gives the same answer
    }

    String stringToSign(String method, String uri, HttpHeaders headers) {
        StringBuilder text = new StringBuilder(512).append(method).append('\n');
        for (String name : SIGNED_HEADERS) {
            boolean replaced = name.equals("date") && headers.contains("ocp-date");
            String value = replaced ? null : headers.get(name);
            text.append(value == null ? "" : value).append('\n');
        }
        Map<String, String> ocp = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(OCP)) {
                ocp.put(name, header.getValue().replaceAll("[\\r\\n]", " ").stripLeading());
            }
        }
        ocp.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        String path = uri.substring(Uris.path(uri), Uris.query(uri));
        text.append('/').append(account.toLowerCase(Locale.ROOT)).append('/').append(path.replaceFirst("^/+", ""));
        parameters(uri)
                .forEach((name, value) ->
                        text.append('\n').append(name).append(':').append(value));
        return text.toString();
    }

    /** The decoded parameters, by their names in lower case. They are parted by nothing but the ampersand. */
    private static Map<String, String> parameters(String uri) {
        Map<String, String> parameters = new TreeMap<>();
        int query = Uris.query(uri);
        String text = query == uri.length() ? "" : uri.substring(query + 1);
        for (String parameter : text.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = Uris.decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : Uris.decode(parameter.substring(equals + 1));
            if (!parameter.isEmpty()) {
                parameters.merge(name.toLowerCase(Locale.ROOT), value, (first, more) -> first + "," + more);
            }
        }
        return parameters;
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
