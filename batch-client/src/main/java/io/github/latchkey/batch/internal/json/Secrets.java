package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.BatchErrorDetail;
import io.github.latchkey.batch.model.ErrorMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides what must not be printed. A service, or a gateway before it, may repeat in an error what it complains about: a
 * header, a password in the body, a URL with its signature. Used for errors only, where it may cost something.
 */
public final class Secrets {

    /** Members of requests whose value is a secret, or holds some. */
    static final Set<String> MEMBERS = Set.of(
            "password",
            "accountKey",
            "sasKey",
            "sshPrivateKey",
            "data",
            "protectedSettings",
            "environmentSettings",
            "commonEnvironmentSettings");

    private static final Pattern SIGNATURE = Pattern.compile("(?i)\\bsig(?:=|%3D)[^&\\s\"'<>]*");
    /** Hiding less would make a text unreadable and hides nothing that is worth it. */
    private static final int SHORTEST = 4;

    private static final String HIDDEN = "***";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<String> values = new ArrayList<>();

    private Secrets() {}

    /**
     * Collects the secrets of a request.
     *
     * @param authorization its {@code Authorization} header
     * @param body its body
     * @return what is to be hidden
     */
    public static Secrets of(@Nullable String authorization, byte @Nullable [] body) {
        Secrets secrets = new Secrets();
        if (authorization != null) {
            secrets.add(authorization.substring(authorization.indexOf(' ') + 1));
            secrets.add(authorization.substring(authorization.indexOf(':') + 1)); // the signature of a shared key
        }
        if (body != null) {
            secrets.collect(body);
        }
        secrets.values.sort(Comparator.comparingInt(String::length).reversed());
        return secrets;
    }

    /**
     * Hides signatures of URLs.
     *
     * @param text any text
     * @return the text without them
     */
    public static String hideSignatures(String text) {
        return SIGNATURE.matcher(text).replaceAll("sig=" + HIDDEN);
    }

    /**
     * Hides the secrets, and signatures of URLs.
     *
     * @param text any text
     * @return the text without them
     */
    public String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, HIDDEN);
        }
        return hideSignatures(hidden);
    }

    /**
     * Hides the secrets in all parts of an error.
     *
     * @param error an error
     * @return the error without them
     */
    public BatchError hide(BatchError error) {
        ErrorMessage message = error.message();
        List<BatchErrorDetail> details = error.values();
        return new BatchError(
                error.code(),
                message == null || message.value() == null
                        ? message
                        : new ErrorMessage(message.lang(), hide(message.value())),
                details == null
                        ? null
                        : details.stream()
                                .map(detail -> detail.value() == null
                                        ? detail
                                        : new BatchErrorDetail(detail.key(), hide(detail.value())))
                                .toList());
    }

    private void add(String value) {
        if (value.length() >= SHORTEST) {
            values.add(value);
        }
    }

    private void collect(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            int depth = 0;
            int inside = -1; // how deep the member is that holds secrets
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME) {
                    if (depth <= inside) {
                        inside = -1;
                    }
                    if (inside < 0 && MEMBERS.contains(parser.currentName())) {
                        inside = depth;
                    }
                } else if (inside >= 0 && token == JsonToken.VALUE_STRING && !"name".equals(parser.currentName())) {
                    add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A body that we wrote cannot be read", e);
        }
    }
}
