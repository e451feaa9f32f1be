package io.github.latchkey.interop;

import static io.github.latchkey.interop.Suite.check;
import static io.github.latchkey.interop.Suite.equal;
import static io.github.latchkey.interop.Suite.kit;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people and their browsers do in the scenarios. */
final class People {

    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    private People() {}

    /** Approves a device as {@code DEVICE_APPROVE_URL} promises. */
    static void approve(String userCode) {
        try {
            String address = kit("DEVICE_APPROVE_URL").replace("{user_code}", userCode);
            HttpResponse<String> answer = BROWSER.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            check(answer.statusCode() / 100 == 2, "approving gave " + answer.statusCode());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Follows an authorize request up to the redirect, and returns the code. */
    static String code(String url) throws Exception {
        HttpResponse<String> answer = BROWSER.send(
                HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        equal(answer.statusCode(), 302, "the status of the authorize request");
        Matcher code = Pattern.compile("[?&]code=([^&]+)")
                .matcher(answer.headers().firstValue("Location").orElse(""));
        check(code.find(), "there is no code in " + answer.headers().firstValue("Location"));
        return URLDecoder.decode(code.group(1), StandardCharsets.UTF_8);
    }

    /** Opens a page that posts its form by itself, and does so. */
    static void browse(URI url) throws Exception {
        String page = BROWSER.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
        Matcher form = FORM.matcher(page);
        check(form.find(), "there is no form in " + page);
        StringBuilder body = new StringBuilder();
        Matcher field = FIELD.matcher(page);
        while (field.find()) {
            body.append(body.isEmpty() ? "" : "&")
                    .append(field.group(1))
                    .append('=')
                    .append(URLEncoder.encode(unescape(field.group(2)), StandardCharsets.UTF_8));
        }
        BROWSER.send(
                HttpRequest.newBuilder(URI.create(unescape(form.group(1))))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String unescape(String html) {
        return html.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
