package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sends the request bodies of the published examples: what the service's own documentation shows must be taken. */
class PublishedExamplesTest {

    /** The beginning of an example's file name, and the operation that it shows. */
    private static final Map<String, String> OPERATIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("CertificateAdd", "POST /certificates"),
            Map.entry("JobAdd", "POST /jobs"),
            Map.entry("JobPatch", "PATCH /jobs/changed"),
            Map.entry("JobUpdate", "PUT /jobs/changed"),
            Map.entry("JobScheduleAdd", "POST /jobschedules"),
            Map.entry("JobSchedulePatch", "PATCH /jobschedules/changing"),
            Map.entry("NodeAddUser", "POST {node}/users"),
            Map.entry("NodeUpdateUser", "PUT {node}/users/changed"),
            Map.entry("PoolAdd", "POST /pools"),
            Map.entry("PoolEvaluateAutoscale", "POST /pools/scaled/evaluateautoscale"),
            Map.entry("PoolPatch", "PATCH /pools/steady"),
            Map.entry("PoolResize", "POST /pools/steady/resize"),
            Map.entry("TaskAddCollection", "POST /jobs/open/addtaskcollection"),
            Map.entry("TaskAdd", "POST /jobs/open/tasks")));

    @Test
    void bodies_ofTheExamples_areTaken() throws IOException {
        Optional<Path> specification = Swagger.file();
        assumeThat(specification)
                .as("the published examples lie beside the project")
                .isPresent();
        Path examples = specification.orElseThrow().resolveSibling("examples");
        List<String> refused = new ArrayList<>();
        int sent = 0;
        try (FrozenBatch fake = account()) {
            String node = "/pools/steady/nodes/"
                    + fake.get("/pools/steady/nodes").at("/value/0/id").asText();
            for (Path file : sorted(examples)) {
                Optional<JsonNode> body = body(file);
                Optional<String> route = route(file);
                if (body.isPresent() && route.isPresent()) {
                    String[] words = route.get().replace("{node}", node).split(" ", 2);
                    BatchCalls.Answer answer = fake.calls.call(words[0], words[1], Json.write(body.get()), Map.of());
                    sent++;
                    if (answer.status() >= 300 || answer.text().contains("ClientError")) {
                        refused.add(file.getFileName() + ": " + answer.status() + " " + answer.text());
                    }
                    fake.seconds(2);
                    forget(fake, words[0] + " " + words[1], body.get());
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(sent).isGreaterThanOrEqualTo(24);
    }

    private static FrozenBatch account() {
        FrozenBatch fake = new FrozenBatch(builder -> builder.application("app1", "1.0"));
        fake.post("/pools", BatchCalls.pool("steady", 1));
        fake.post(
                "/pools",
                BatchCalls.pool("scaled", 0)
                        .replace(
                                "\"targetDedicatedNodes\":0", "\"enableAutoScale\":true,\"autoScaleFormula\":\"a=1\""));
        fake.seconds(2);
        fake.post(
                "/jobs",
                "{\"id\":\"open\",\"usesTaskDependencies\":true,\"onTaskFailure\":\"performexitoptionsjobaction\","
                        + "\"poolInfo\":{\"poolId\":\"none\"}}");
        fake.post("/jobs", BatchCalls.job("changed", "poolId"));
        fake.post("/jobs/changed/disable", "{\"disableTasks\":\"wait\"}");
        fake.post(
                "/jobschedules",
                "{\"id\":\"changing\",\"schedule\":{},\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"p\"}}}");
        String node = "/pools/steady/nodes/"
                + fake.get("/pools/steady/nodes").at("/value/0/id").asText();
        fake.post(node + "/users", "{\"name\":\"changed\"}");
        return fake;
    }

    /** Deletes what an example made, since the next one may make it again. */
    private static void forget(FrozenBatch fake, String route, JsonNode body) {
        String id = body.path("id").asText();
        if (route.matches("POST /(pools|jobs|jobschedules)")) {
            fake.calls.delete(route.substring("POST ".length()) + "/" + id);
        } else if (route.equals("POST /jobs/open/tasks")) {
            fake.calls.delete("/jobs/open/tasks/" + id);
        } else if (route.endsWith("addtaskcollection")) {
            body.path("value")
                    .forEach(task -> fake.calls.delete(
                            "/jobs/open/tasks/" + task.path("id").asText()));
        } else if (route.endsWith("/users")) {
            fake.calls.delete(
                    route.substring("POST ".length()) + "/" + body.path("name").asText());
        }
        fake.seconds(2);
    }

    private static List<Path> sorted(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static Optional<JsonNode> body(Path file) throws IOException {
        return Json.read(Files.readString(file)).path("parameters").properties().stream()
                .map(Map.Entry::getValue)
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private static Optional<String> route(Path file) {
        String name = file.getFileName().toString().replaceAll("(_.*)?\\.json", "");
        return Optional.ofNullable(OPERATIONS.get(name));
    }
}
