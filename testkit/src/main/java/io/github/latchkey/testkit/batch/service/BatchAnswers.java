package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Arrays;

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

    private static ServerResponse error(ErrorCode code) {
        String requestId = "00000000-0000-4000-8000-000000000000";
        ObjectNode body = Reply.body(code.fault(), "", requestId, Ticks.NEVER);
        return ServerResponse.status(code.status)
                .body(Reply.JSON, Trees.bytes(body))
                .header("request-id", requestId);
    }
}
