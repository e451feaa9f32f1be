package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Answers;
import io.github.latchkey.testkit.http.ErrorAnswers;
import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the answers of Entra ID: the headers that all of them have, and errors. */
public final class EntraAnswers implements ErrorAnswers {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private static final Map<String, String> USUAL_HEADERS = Map.of(
            "Cache-Control", "no-store, no-cache",
            "Pragma", "no-cache",
            "Expires", "-1",
            "X-Content-Type-Options", "nosniff",
            "P3P", "CP=\"DSP CUR OTPi IND OTRi ONL FIN\"",
            "X-XSS-Protection", "0",
            "x-ms-ests-server", "2.1.1 - LATCHKEY ProdSlices");

    private static final String COOKIE_ATTRIBUTES = "; Path=/; Secure; HttpOnly";

    /** Which clients ignore; browsers bring them back, and the service looks at them to find its way. */
    private static final List<String> USUAL_COOKIES =
            List.of("x-ms-gateway-slice=estsfd" + COOKIE_ATTRIBUTES, "stsservicecookie=estsfd" + COOKIE_ATTRIBUTES);

    private static final List<String> RANDOM_COOKIES = List.of("fpc", "esctx");

    private final Clock clock;
    private final Ids ids;

    EntraAnswers(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Returns the answer that goes with an error, to be given by a fault in place of its cause.
     *
     * @param error the error
     * @return the service's JSON with status and headers
     */
    public ServerResponse error(Aadsts error) {
        return error(new EntraException(error), "", "https://localhost");
    }

    /**
     * Returns the answer that goes with an error, with a chosen {@code suberror}, by which clients decide whether a
     * person can help: for example {@code client_mismatch}, {@code protection_policy_required} or
     * {@code additional_action}.
     *
     * @param error the error
     * @param suberror its value; empty for none
     * @return the service's JSON with status and headers
     */
    public ServerResponse error(Aadsts error, String suberror) {
        return error(new EntraException(error).withSuberror(suberror), "", "https://localhost");
    }

    /**
     * Returns the answer to a device that asks too often (RFC 8628). The real service practically never gives it.
     *
     * @return JSON with the error {@code slow_down}
     */
    public ServerResponse slowDown() {
        return error(new EntraException(Aadsts.DEVICE_PENDING).as("slow_down"), "", "https://localhost");
    }

    /**
     * Returns what the service, or the gateway in front of it, really answers with a status: JSON for 400, 401 and 500,
     * a page for 502, 503 and 504, plain text for 429 with {@code Retry-After: 60}.
     *
     * @param status 400 to 599
     * @return the answer
     */
    @Override
    public ServerResponse status(int status) {
        return switch (status) {
            case 429 -> Answers.throttled(Duration.ofSeconds(60));
            case 502, 503, 504 -> Answers.gatewayPage(status);
            case 401 -> error(Aadsts.WRONG_SECRET);
            default ->
                error(status >= 500 ? Aadsts.SERVER_ERROR : Aadsts.MALFORMED_REQUEST)
                        .withStatus(status);
        };
    }

    /** Returns a 400 with {@code interaction_required}: that is how the token endpoint hands on what a policy wants. */
    @Override
    public ServerResponse claims(String claims) {
        EntraException error = new EntraException(Aadsts.MFA_REQUIRED, EntraResource.BATCH_APP_ID)
                .as("interaction_required")
                .challenging(claims);
        return error(error, "", "https://localhost");
    }

    /** Returns the present time as errors show it. */
    String timestamp() {
        return TIMESTAMP.format(clock.instant());
    }

    ServerResponse error(EntraException error, String clientRequestId, String origin) {
        String correlationId = clientRequestId.isEmpty() ? ids.uuid() : clientRequestId;
        String traceId = ids.uuid();
        String timestamp = timestamp();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error.error());
        body.put(
                "error_description",
                error.getMessage() + " Trace ID: " + traceId + " Correlation ID: " + correlationId + " Timestamp: "
                        + timestamp);
        body.put("error_codes", List.of(error.aadsts().code()));
        body.put("timestamp", timestamp);
        body.put("trace_id", traceId);
        body.put("correlation_id", correlationId);
        body.put("error_uri", origin + "/error?code=" + error.aadsts().code());
        if (!error.suberror().isEmpty()) {
            body.put("suberror", error.suberror());
        }
        String claims = error.claims();
        if (claims != null) {
            body.put("claims", claims);
        }
        ServerResponse response = ServerResponse.json(error.aadsts().status(), body);
        return error.aadsts() == Aadsts.TENANT_THROTTLED || error.aadsts() == Aadsts.TRANSIENT
                ? response.header("Retry-After", "10")
                : response;
    }

    /** Adds the headers that the login servers put on every answer, but for those that the answer has already. */
    ServerResponse dressed(ServerResponse response, ServerRequest request) {
        ServerResponse dressed = response;
        for (Map.Entry<String, String> header : USUAL_HEADERS.entrySet()) {
            if (!response.headers().has(header.getKey())) {
                dressed = dressed.header(header.getKey(), header.getValue());
            }
        }
        // A browser that insists on TLS does so for every port, and for a year: under the fake's own names for the
        // admin page too, and on localhost for the program that waits for the user to come back.
        if (Clouds.isHost(Clouds.host(request.origin()))) {
            dressed = dressed.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        for (String cookie : USUAL_COOKIES) {
            dressed = dressed.addHeader("Set-Cookie", cookie);
        }
        for (String name : RANDOM_COOKIES) {
            dressed = dressed.addHeader(
                    "Set-Cookie", name + "=" + ids.opaque(24) + COOKIE_ATTRIBUTES + "; SameSite=None");
        }
        dressed = dressed.header("x-ms-request-id", ids.uuid()).header("Date", Answers.httpDate(clock.instant()));
        String clientRequestId = request.headers().text("client-request-id");
        return clientRequestId.isEmpty() ? dressed : dressed.header("client-request-id", clientRequestId);
    }
}
