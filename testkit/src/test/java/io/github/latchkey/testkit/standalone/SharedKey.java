package io.github.latchkey.testkit.standalone;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs simple requests with an account's key. */
record SharedKey(String account, String key) {

    static String now() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    /**
     * The {@code Authorization} header of a GET with one query parameter, whose only {@code ocp-} header is the date.
     */
    String get(String path, String parameter, String value, String date) throws Exception {
        String text =
                "GET" + "\n".repeat(12) + "ocp-date:" + date + "\n/" + account + path + "\n" + parameter + ":" + value;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
        byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return "SharedKey " + account + ":" + Base64.getEncoder().encodeToString(signature);
    }
}
