package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Why a task failed or a job could not be scheduled.
 *
 * @param user whether it is the user's fault and not the service's
 * @param code the code on the wire
 * @param message what happened
 * @param details more, by name
 */
record Failure(boolean user, String code, String message, Map<String, String> details) {

    static final Failure ENDED = new Failure(true, "TaskEnded", "Task was ended by a request of the user", Map.of());

    static final Failure TIMEOUT = new Failure(
            true, "TaskTimeout", "The task ran longer than its constraint maxWallClockTime allows", Map.of());

    static Failure exit(int exitCode) {
        return exit("The task exited with code " + exitCode);
    }

    static Failure exit(String what) {
        return new Failure(
                true,
                "FailureExitCode",
                "The task exited with an exit code representing a failure",
                Map.of("Message", what));
    }

    static Failure user(String code, String message) {
        return new Failure(true, code, message, Map.of());
    }

    ObjectNode write(boolean capitalized) {
        ObjectNode node = Trees.object();
        node.put("category", Wire.category(user, capitalized));
        node.put("code", code);
        node.put("message", message);
        if (!details.isEmpty()) {
            ArrayNode list = node.putArray("details");
            details.forEach((name, value) -> list.addObject().put("name", name).put("value", value));
        }
        return node;
    }
}
