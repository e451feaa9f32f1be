package io.github.latchkey.testkit.batch;

import io.github.latchkey.testkit.batch.service.Operation;
import io.github.latchkey.testkit.batch.service.Operations;

/** Looks routes up for tests that call operations by their ids. */
final class Routes {

    private Routes() {}

    static String of(String operationId) {
        Operation operation = find(operationId);
        return operation.method() + " " + operation.path();
    }

    /** A version that has an operation which the tested one lacks, else the tested one. */
    static String version(String operationId) {
        if (operationId.endsWith("GetAllLifetimeStatistics")) {
            return "2022-10-01.16.0";
        }
        boolean newer = operationId.equals("ComputeNode_Start") || operationId.equals("ComputeNode_Deallocate");
        return newer ? "2024-07-01.20.0" : BatchCalls.VERSION;
    }

    private static Operation find(String operationId) {
        return Operations.all().stream()
                .filter(operation -> operation.id().equals(operationId))
                .findFirst()
                .orElseThrow();
    }
}
