package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Arrays;
import java.util.List;

/** Ready answers for faults, as the service writes them. */
public final class BatchAnswers {

    private BatchAnswers() {}

    /**
     * Makes an error of the service: the first code that the service has for the status.
     *
     * @param status 400 to 599
     * @return an error with the service's code and body where it has one, else without body
     */
    public static ServerResponse status(int status) {
        return switch (status) {
            case 401 -> error(ErrorCode.AUTHENTICATION_FAILED_BEARER);
            case 403 -> error(ErrorCode.INSUFFICIENT_ACCOUNT_PERMISSIONS);
            case 409 -> error(ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE);
            case 503 -> error(ErrorCode.SERVER_BUSY);
            default ->
                Arrays.stream(ErrorCode.values())
                        .filter(code -> code.status == status)
                        .findFirst()
                        .map(BatchAnswers::error)
                        .orElseGet(() -> ServerResponse.status(status));
        };
    }

    /**
     * Makes an error of the service.
     *
     * @param code the code on the wire, such as {@code TooManyRequests}
     * @return an error with the status and body that the service sends for it
     * @throws IllegalArgumentException if the service has no such code
     */
    public static ServerResponse code(String code) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.code.equals(code))
                .findFirst()
                .map(BatchAnswers::error)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the service has no error code '" + code + "'; it has " + codes()));
    }

    /**
     * Lists the codes that the service has.
     *
     * @return the codes on the wire, each once, sorted
     */
    public static List<String> codes() {
        return Arrays.stream(ErrorCode.values())
                .map(known -> known.code)
                .distinct()
                .sorted()
                .toList();
    }

    private static ServerResponse error(ErrorCode code) {
        String requestId = "00000000-0000-4000-8000-000000000000";
        ObjectNode body = Reply.body(code.fault(), "", requestId, Ticks.NEVER);
        return ServerResponse.status(code.status)
                .body(Reply.JSON, Trees.bytes(body))
                .header("request-id", requestId);
    }
}
