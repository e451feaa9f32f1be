package io.github.latchkey.testkit.batch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests with a shared key, written from the published description and not from the fake. */
record SharedKeySigner(String account, String key, String dateHeader) {

    SharedKeySigner(String account, String key, Instant date) {
        this(account, key, DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
    }

    /** Signs a request whose only {@code ocp-} header is the date. */
    String sign(String method, String pathAndQuery, String contentType, int contentLength) {
        int question = pathAndQuery.indexOf('?');
        String path = pathAndQuery.substring(0, question);
        String query = Arrays.stream(pathAndQuery.substring(question + 1).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .map(pair -> "\n" + decode(pair[0]).toLowerCase(Locale.ROOT) + ":" + decode(pair[1]))
                .sorted()
                .collect(Collectors.joining());
        String length = contentLength == 0 ? "" : String.valueOf(contentLength);
        String text = method + "\n\n\n" + length + "\n\n" + contentType + "\n\n\n\n\n\n\n" + "ocp-date:" + dateHeader
                + "\n/" + account + path + query;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return "SharedKey " + account + ":" + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
