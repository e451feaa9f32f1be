package io.github.latchkey.testkit.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** Answers that gateways in front of Azure services really give when something is wrong. */
public final class Answers {

    /** Unlike {@link DateTimeFormatter#RFC_1123_DATE_TIME} with two digits for the day, as RFC 9110 demands. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private Answers() {}

    /**
     * Returns a 429 as a gateway sends it: plain text, not JSON, and no word about when to come back.
     *
     * @return the answer
     */
    public static ServerResponse throttled() {
        return ServerResponse.text(429, "Too Many Requests");
    }

    /**
     * Returns a 429 as plain text with {@code Retry-After} in seconds.
     *
     * @param retryAfter cut to full seconds
     * @return the answer
     */
    public static ServerResponse throttled(Duration retryAfter) {
        return throttled().header("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /**
     * Returns a 429 as plain text with {@code Retry-After} as an HTTP date.
     *
     * @param retryAt cut to full seconds
     * @return the answer
     */
    public static ServerResponse throttledUntil(Instant retryAt) {
        return throttled().header("Retry-After", httpDate(retryAt));
    }

    /**
     * Returns a page of a gateway that cannot reach the service behind it.
     *
     * @param status 500, 502, 503 or 504
     * @return an HTML page, not JSON
     */
    public static ServerResponse gatewayPage(int status) {
        String title = switch (status) {
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> throw new IllegalArgumentException("a gateway page is 500, 502, 503 or 504, not " + status);
        };
        return ServerResponse.html(
                status,
                "<!DOCTYPE html>\r\n<html><head><title>" + title + "</title></head>\r\n<body><h1>" + title
                        + "</h1><p>HTTP Error " + status + ". The service is unavailable.</p></body></html>\r\n");
    }

    /**
     * Returns a 401 by which a resource asks for a token with certain claims, because the old one was revoked or a
     * policy has changed.
     *
     * @param authorizationUri where to get the token, for example the authorize address of a tenant
     * @param claims what the new token must have, as JSON
     * @return an answer whose {@code WWW-Authenticate} header carries the claims
     */
    public static ServerResponse insufficientClaims(String authorizationUri, String claims) {
        String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return ServerResponse.status(401)
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", authorization_uri=\"" + authorizationUri
                                + "\", error=\"insufficient_claims\", claims=\"" + encoded + "\"");
    }

    /**
     * Writes a time as HTTP headers want it.
     *
     * @param instant cut to full seconds
     * @return for example {@code Tue, 01 Dec 2026 10:00:00 GMT}
     */
    public static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant.atOffset(ZoneOffset.UTC));
    }
}
