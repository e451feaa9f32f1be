package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The counter of the service: takes a request whose caller is known, checks its form, finds the operation, asks for the
 * permission and lets the account do the rest. Every answer gets the headers that the service always sends.
 */
public final class BatchService {

    /**
     * The api-versions that the fake takes, oldest first: those since task slots. Before, pools and task counts had
     * other shapes, and a client that expects them is better told so.
     */
    private static final List<String> VERSIONS = List.of(
            "2020-09-01.12.0",
            "2021-06-01.14.0",
            "2022-01-01.15.0",
            "2022-10-01.16.0",
            View.V2023_05,
            "2023-11-01.18.0",
            "2024-02-01.19.0",
            View.V2024_07,
            View.V2025_06);

    /** The options of the query of all operations together. */
    private static final Set<String> OPTIONS = Set.of(
            "api-version",
            "timeout",
            "maxresults",
            "$filter",
            "$select",
            "$expand",
            "$skiptoken",
            "recursive",
            "force",
            "starttime",
            "endtime");

    private static final Pattern REAL_ORIGIN =
            Pattern.compile("https://[^/:]+\\.batch\\.(azure\\.com|chinacloudapi\\.cn|usgovcloudapi\\.net)(:\\d+)?");

    private final BatchAccount account;

    /**
     * Opens the counter.
     *
     * @param account the account behind it
     */
    public BatchService(BatchAccount account) {
        this.account = account;
    }

    /** Finds out who calls and what they may do; refuses by an exception of {@link Refusal}. */
    @FunctionalInterface
    public interface Entrance {

        /**
         * Admits a request.
         *
         * @param request the request
         * @return what its caller may do
         * @throws Refusal if nobody is admitted
         */
        Permit admit(ServerRequest request);
    }

    /**
     * Answers a request.
     *
     * @param request the request
     * @param entrance admits the caller; asked outside of the account's lock
     * @return the answer, an error of the service included
     */
    public ServerResponse handle(ServerRequest request, Entrance entrance) {
        ServerResponse response;
        String requestId;
        synchronized (account) {
            requestId = account.nextGuid();
        }
        try {
            Permit permit = entrance.admit(request);
            response = answer(request, permit);
        } catch (Refusal refusal) {
            response = Reply.error(
                    refusal.fault(),
                    request.origin(),
                    requestId,
                    account,
                    !request.method().equals("HEAD"));
            for (String challenge : refusal.challenges()) {
                response = response.addHeader("WWW-Authenticate", challenge);
            }
        } catch (BatchFault fault) {
            response = Reply.error(
                    fault,
                    request.origin(),
                    requestId,
                    account,
                    !request.method().equals("HEAD"));
        }
        return complete(request, response, requestId);
    }

    /**
     * Names the operation that a request asks for.
     *
     * @param request the request, of any version
     * @return the operation's id, such as {@code Job_Add}; empty when there is none
     */
    public static String operation(ServerRequest request) {
        String version = request.query().first("api-version").orElse(View.V2024_07);
        try {
            return Routes.find(request.method(), request.path(), version)
                    .operation()
                    .id();
        } catch (BatchFault noSuchOperation) {
            return "";
        }
    }

    private ServerResponse answer(ServerRequest request, Permit permit) {
        checkForm(request);
        String version = version(request);
        checkOptions(request);
        Routes.Match match = Routes.find(request.method(), request.path(), version);
        Call call = new Call(account, request, match.operation(), match.parameters(), version, permit);
        call.require(match.operation().permission());
        synchronized (account) {
            account.sample();
            account.throttle().admit(call);
            return match.operation().handle(call);
        }
    }

    private void checkForm(ServerRequest request) {
        boolean write = Set.of("POST", "PUT", "PATCH").contains(request.method());
        if (write
                && !request.headers().has("Content-Length")
                && !request.headers().has("Transfer-Encoding")) {
            throw ErrorCode.MISSING_CONTENT_LENGTH.fault();
        }
        String type = request.headers().text("Content-Type");
        if (account.quirks().refuseCharset() && type.toLowerCase(Locale.ROOT).contains("charset")) {
            throw BatchFault.header(ErrorCode.INVALID_HEADER_VALUE, "Content-Type", type);
        }
        if (request.body().length > 0 && !request.contentType().equals("application/json")) {
            throw type.isEmpty()
                    ? ErrorCode.MISSING_REQUIRED_HEADER.fault().with("HeaderName", "Content-Type")
                    : BatchFault.header(ErrorCode.INVALID_HEADER_VALUE, "Content-Type", type);
        }
    }

    private void checkOptions(ServerRequest request) {
        if (!account.quirks().refuseUnknownOptions()) {
            return;
        }
        for (Map.Entry<String, String> option : request.query().entries()) {
            if (!OPTIONS.contains(option.getKey().toLowerCase(Locale.ROOT))) {
                throw BatchFault.query(
                        ErrorCode.UNSUPPORTED_QUERY_PARAMETER,
                        option.getKey(),
                        option.getValue(),
                        "No operation has this parameter");
            }
        }
    }

    private static String version(ServerRequest request) {
        Optional<String> version = request.query().first("api-version");
        if (version.isEmpty() || version.get().isBlank()) {
            throw ErrorCode.MISSING_REQUIRED_QUERY_PARAMETER.fault().with("QueryParameterName", "api-version");
        }
        if (!VERSIONS.contains(version.get())) {
            throw BatchFault.query(
                    ErrorCode.UNSUPPORTED_REQUEST_VERSION,
                    "api-version",
                    version.get(),
                    "The version is not one of " + String.join(", ", VERSIONS));
        }
        return version.get();
    }

    private ServerResponse complete(ServerRequest request, ServerResponse response, String requestId) {
        boolean blank = account.quirks().blankInMediaType()
                && response.headers().text("Content-Type").equals(Reply.JSON);
        ServerResponse whole = (blank ? response.header("Content-Type", Reply.JSON.replace(";", "; ")) : response)
                .header("request-id", requestId)
                .header("DataServiceVersion", "3.0")
                .header("Server", "Microsoft-HTTPAPI/2.0")
                .header("X-Content-Type-Options", "nosniff");
        // For a browser it would hold for everything that the fake's own host serves, on every port, and for a year.
        if (REAL_ORIGIN.matcher(request.origin()).matches()) {
            whole = whole.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        boolean echoes = request.headers().text("return-client-request-id").equalsIgnoreCase("true");
        String clientId = request.headers().text("client-request-id");
        return echoes && !clientId.isEmpty() ? whole.header("client-request-id", clientId) : whole;
    }
}
