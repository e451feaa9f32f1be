package io.github.latchkey.testkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.script.TaskOutcome;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.http.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the service speaks: headers, conditions, lists, errors and limits. */
class MannersTest {

    private final FrozenBatch fake = new FrozenBatch(builder -> builder.script(
                    TaskRules.builder().task("fail*", TaskOutcome.exitsWith(2)).build())
            .limits(BatchLimits.builder()
                    .poolQuota(3)
                    .activeJobAndJobScheduleQuota(6)
                    .dedicatedCoreQuota(8)
                    .metadataCharacters(100)
                    .build()));

    @AfterEach
    void close() {
        fake.close();
    }

    private BatchCalls.Answer get(String path, String header, String value) {
        return fake.calls.call("GET", path, null, Map.of(header, value));
    }

    @Test
    void headers_strictTransportSecurity_isForTheRealHostsOnly() {
        String name = "Strict-Transport-Security";

        assertThat(fake.calls.get("/jobs").header(name))
                .as("a browser would apply it to all of localhost")
                .isEmpty();
        assertThat(get("/jobs", "Host", "kit.local:8443").header(name)).isEmpty();
        assertThat(get("/jobs", "Host", "latchkeytest.westeurope.batch.azure.com")
                        .header(name))
                .startsWith("max-age=31536000");
    }

    @Test
    void headers_everyAnswer_carriesThoseOfTheService() {
        BatchCalls.Answer answer = fake.calls.call(
                "GET",
                "/jobs",
                null,
                Map.of(
                        "client-request-id",
                        "0c2f5c1e-0000-4000-8000-000000000001",
                        "return-client-request-id",
                        "true"));

        assertThat(answer.header("client-request-id")).isEqualTo("0c2f5c1e-0000-4000-8000-000000000001");
        assertThat(answer.header("request-id")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(answer.header("DataServiceVersion")).isEqualTo("3.0");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json;odata=minimalmetadata");
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(answer.header("ETag")).isEmpty();
        assertThat(fake.calls.get("/jobs").header("client-request-id")).isEmpty();
        assertThat(fake.calls.get("/jobs/none").header("Content-Length")).isNotEmpty();
    }

    @Test
    void added_job_hasMisleadingLocationUnlessTheQuirkIsOff() {
        BatchCalls.Answer added = fake.calls.post("/jobs", BatchCalls.job("j", "p"));
        assertThat(added.header("Location")).endsWith("/jobs/job-1");
        assertThat(added.text()).isEmpty();
        try (FrozenBatch plain = new FrozenBatch(builder ->
                builder.quirks(BatchQuirks.builder().misleadingLocation(false).build()))) {
            assertThat(plain.calls.post("/jobs", BatchCalls.job("j", "p")).header("Location"))
                    .endsWith("/jobs/j");
        }
    }

    @Test
    void conditions_eachHeader_isMetOrAnswers304And412() {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        BatchCalls.Answer job = fake.calls.get("/jobs/j");
        String etag = job.header("ETag");
        assertThat(etag)
                .matches("0x8D[0-9A-F]+")
                .isEqualTo(job.json().path("eTag").asText());
        String modified = job.header("Last-Modified");
        assertThat(modified).isEqualTo("Sun, 01 Mar 2026 10:00:00 GMT");

        assertThat(get("/jobs/j", "If-Match", etag).status()).isEqualTo(200);
        assertThat(get("/jobs/j", "If-Match", "0x8D0").status()).isEqualTo(304);
        assertThat(get("/jobs/j", "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(get("/jobs/j", "If-None-Match", "0x8D0").status()).isEqualTo(200);
        assertThat(get("/jobs/j", "If-Modified-Since", modified).status()).isEqualTo(304);
        assertThat(get("/jobs/j", "If-Modified-Since", "Sunday, 01-Mar-26 09:59:59 GMT")
                        .status())
                .isEqualTo(200);
        assertThat(get("/jobs/j", "If-Unmodified-Since", modified).status()).isEqualTo(200);
        assertThat(get("/jobs/j", "If-Unmodified-Since", "Sun, 01 Mar 2026 09:59:59 GMT")
                        .status())
                .isEqualTo(304);
        assertThat(get("/jobs/j", "If-Modified-Since", "yesterday").code()).isEqualTo("InvalidHeaderValue");
        BatchCalls.Answer write = fake.calls.call("PATCH", "/jobs/j", "{\"priority\":1}", Map.of("If-Match", "0x8D0"));
        assertThat(write.status()).isEqualTo(412);
        assertThat(write.code()).isEqualTo("ConditionNotMet");
        assertThat(fake.calls
                        .call("PATCH", "/jobs/j", "{\"priority\":1}", Map.of("If-Match", etag))
                        .status())
                .isEqualTo(200);
        assertThat(fake.calls.get("/jobs/j").header("ETag")).isNotEqualTo(etag);
        assertThat(fake.calls
                        .call("GET", "/jobs/j", null, Map.of("If-Match", etag, "If-None-Match", etag))
                        .code())
                .isEqualTo("MultipleConditionHeadersNotSupported");
    }

    @Test
    void taskEtag_whileItRuns_staysTheSame() {
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post("/jobs/j/tasks", BatchCalls.task("t"));
        String before = fake.calls.get("/jobs/j/tasks/t").header("ETag");
        fake.seconds(5);

        assertThat(fake.state("/jobs/j/tasks/t")).isEqualTo("completed");
        assertThat(fake.calls.get("/jobs/j/tasks/t").header("ETag")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state eq 'completed'                                        | fail1 fail2 good1 good2",
                "executionInfo/exitCode eq 2                                 | fail1 fail2",
                "executionInfo/exitCode lt 1 and state eq 'completed'        | good1 good2",
                "startswith(id,'GOOD')                                       | good1 good2",
                "id gt 'fail1' and id le 'good1'                             | fail2 good1",
                "(id eq 'fail1' or id eq 'good2') and not (id eq 'good2')    | fail1",
                "executionInfo/result eq 'failure'                           | fail1 fail2",
                "creationTime ge DateTime'2026-03-01T10:00:00Z' and id eq 'fail1' | fail1",
                "creationTime lt 2026-03-01T10:00:00Z                        | ''",
                "nodeInfo/nodeId eq null                                     | ''",
                "state ne 'completed'                                        | ''",
            })
    void filter_tasks_selectsWhatItSays(String filter, String ids) {
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "p"));
        for (String id : new String[] {"good1", "good2", "fail1", "fail2"}) {
            fake.post("/jobs/j/tasks", BatchCalls.task(id));
        }
        fake.seconds(10);

        List<JsonNode> found = fake.calls.all(
                "/jobs/j/tasks?maxresults=1&$filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));

        assertThat(found.stream().map(task -> task.path("id").asText()).collect(Collectors.joining(" ")))
                .isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/jobs?maxresults=0              | 400 | InvalidQueryParameterValue    | maxresults",
                "/jobs?maxresults=1001           | 400 | OutOfRangeQueryParameterValue | maxresults",
                "/nodecounts?maxresults=11       | 400 | OutOfRangeQueryParameterValue | maxresults",
                "/jobs?maxresults=many           | 400 | InvalidQueryParameterValue    | maxresults",
                "/jobs?$filter=state             | 400 | InvalidQueryParameterValue    | $filter",
                "/jobs?$filter=color%20eq%20'a'  | 400 | InvalidQueryParameterValue    | $filter",
                "/jobs?$filter=state%20gt%20'a'  | 400 | InvalidQueryParameterValue    | $filter",
                "/jobs?$expand=tasks             | 400 | InvalidQueryParameterValue    | $expand",
                "/jobs?%24skiptoken=%21%21       | 400 | InvalidQueryParameterValue    | $skiptoken",
                "/jobs?$skiptoken=WATV2!YQ!0!    | 400 | InvalidQueryParameterValue    | $skiptoken",
            })
    void listOptions_bad_nameTheParameter(String path, int status, String code, String parameter) {
        BatchCalls.Answer answer = fake.calls.get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.value("QueryParameterName")).isEqualTo(parameter);
    }

    @Test
    void optionNames_inAnyLetterCase_areTheSame() {
        for (String id : new String[] {"a", "b", "c"}) {
            fake.post("/jobs", BatchCalls.job(id, "p"));
        }
        JsonNode page = fake.calls
                .raw(
                        "GET",
                        fake.batch.url() + "/jobs?MaxResults=1&%24SELECT=id&$Filter=id%20ne%20'a'&Api-Version="
                                + BatchCalls.VERSION,
                        null,
                        Map.of())
                .json();
        assertThat(page.at("/value/0").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("id");
        assertThat(page.at("/value/0/id").asText()).isEqualTo("b");

        JsonNode rest = fake.calls
                .raw("GET", page.path("odata.nextLink").asText().replace("$skiptoken", "$SkipToken"), null, Map.of())
                .json();
        assertThat(rest.path("value")).hasSize(1);
        assertThat(rest.at("/value/0/id").asText()).isEqualTo("c");
        assertThat(rest.has("odata.nextLink")).isFalse();
    }

    @Test
    void unknownOption_isRefusedByItsName_unlessTheQuirkIsOff() {
        BatchCalls.Answer refused = fake.calls.get("/jobs?$top=5");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("UnsupportedQueryParameter");
        assertThat(refused.value("QueryParameterName")).isEqualTo("$top");
        assertThat(refused.value("QueryParameterValue")).isEqualTo("5");
        assertThat(fake.calls.get("/jobs?timeOut=30").status()).isEqualTo(200);
        try (FrozenBatch lenient = new FrozenBatch(builder ->
                builder.quirks(BatchQuirks.builder().refuseUnknownOptions(false).build()))) {
            assertThat(lenient.calls.get("/jobs?$top=5").status()).isEqualTo(200);
        }
    }

    @Test
    void nodeCounts_pagesOfTheNewestVersion_areAsLongAsOthers() {
        BatchCalls newest = fake.calls.version("2025-06-01");

        assertThat(newest.get("/nodecounts?maxresults=1000").status()).isEqualTo(200);
        assertThat(newest.get("/nodecounts?maxresults=1001").value("MaximumAllowed"))
                .isEqualTo("1000");
        assertThat(fake.calls.get("/nodecounts?maxresults=11").value("MaximumAllowed"))
                .isEqualTo("10");
    }

    @Test
    void continuation_ofOneList_isNoneOfAnother() {
        for (String id : new String[] {"a", "b"}) {
            fake.post("/jobs", BatchCalls.job(id, "p"));
        }
        String link = fake.get("/jobs?maxresults=1").path("odata.nextLink").asText();
        assertThat(fake.calls.raw("GET", link, null, Map.of()).status()).isEqualTo(200);

        BatchCalls.Answer other = fake.calls.raw("GET", link.replace("/jobs?", "/pools?"), null, Map.of());
        assertThat(other.code()).isEqualTo("InvalidQueryParameterValue");
        assertThat(other.value("QueryParameterName")).isEqualTo("$skiptoken");
    }

    @Test
    void select_topLevelMembers_dropsEverythingElse() {
        fake.post("/jobs", BatchCalls.job("j", "p"));

        JsonNode job = fake.get("/jobs/j?$select=id,state&$expand=stats");

        assertThat(job.properties().stream().map(Map.Entry::getKey)).containsExactly("odata.metadata", "id", "state");
        assertThat(fake.get("/jobs/j?$select=id,stats&$expand=stats").has("stats"))
                .isTrue();
        assertThat(fake.get("/jobs/j").has("stats")).isFalse();
    }

    @Test
    void emptyFirstPages_quirk_stillListsEverything() {
        try (FrozenBatch empty = new FrozenBatch(builder -> builder.quirks(
                BatchQuirks.builder().emptyFirstPages(true).awkwardLinks(false).build()))) {
            empty.post("/jobs", BatchCalls.job("a", "p"));
            empty.post("/jobs", BatchCalls.job("b", "p"));

            assertThat(empty.get("/jobs").path("value")).isEmpty();
            assertThat(URI.create(empty.get("/jobs").path("odata.nextLink").asText())
                            .getHost())
                    .isEqualTo("localhost");
            assertThat(empty.calls.all("/jobs")).hasSize(2);
        }
    }

    @Test
    void shortPages_quirk_endsPagesEarlyOrEmptyAndStillListsEverything() {
        try (FrozenBatch pages = new FrozenBatch(
                builder -> builder.quirks(BatchQuirks.builder().shortPages(true).build()))) {
            for (int i = 0; i < 10; i++) {
                pages.post("/jobs", BatchCalls.job("j" + i, "p").replace("{\"id\"", "{\"priority\":" + i + ",\"id\""));
            }

            assertThat(pages.calls.pageSizes("/jobs?maxresults=4")).containsExactly(2, 2, 2, 2, 2);
            assertThat(pages.calls.pageSizes("/jobs?maxresults=7")).containsExactly(3, 3, 3, 1);
            assertThat(pages.calls.pageSizes("/jobs?maxresults=1")).hasSize(10).containsOnly(1);
            assertThat(pages.calls.pageSizes("/jobs?maxresults=4&$filter=priority%20eq%200%20or%20priority%20eq%209"))
                    .as("pages in the middle have nothing but their link")
                    .containsExactly(1, 0, 0, 0, 1);
            assertThat(pages.calls.pageSizes("/jobs")).containsExactly(10);
        }
        try (FrozenBatch pages = new FrozenBatch()) {
            for (int i = 0; i < 5; i++) {
                pages.post("/jobs", BatchCalls.job("j" + i, "p"));
            }
            assertThat(pages.calls.pageSizes("/jobs?maxresults=4")).containsExactly(4, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST  | /jobs | {                                                          | InvalidRequestBody",
                "POST  | /jobs | []                                                         | InvalidRequestBody",
                "POST  | /jobs | {\"id\":\"j\"}                                             | MissingRequiredProperty",
                "POST  | /jobs | {\"id\":\"j\",\"color\":1,\"poolInfo\":{\"poolId\":\"p\"}} | InvalidRequestBody",
                "POST  | /jobs | {\"id\":1,\"poolInfo\":{\"poolId\":\"p\"}}                 | InvalidRequestBody",
                "POST  | /jobs | {\"id\":\"a b\",\"poolInfo\":{\"poolId\":\"p\"}}           | InvalidPropertyValue",
                "POST  | /jobs | {\"id\":\"j\",\"poolInfo\":{}}                             | InvalidRequestBody",
                "POST  | /jobs | {\"id\":\"j\",\"priority\":1001,\"poolInfo\":{\"poolId\":\"p\"}} | OutOfRangePriority",
                "POST  | /jobs | {\"id\":\"j\",\"maxParallelTasks\":0,\"poolInfo\":{\"poolId\":\"p\"}} | InvalidPropertyValue",
                "POST  | /jobs | {\"id\":\"j\",\"onTaskFailure\":\"x\",\"poolInfo\":{\"poolId\":\"p\"}} | InvalidPropertyValue",
                "POST  | /jobs | {\"id\":\"j\",\"metadata\":[{\"name\":\"\",\"value\":\"v\"}],\"poolInfo\":{\"poolId\":\"p\"}} | EmptyMetadataKey",
                "POST  | /jobs | {\"id\":\"j\",\"constraints\":{\"maxWallClockTime\":\"1 day\"},\"poolInfo\":{\"poolId\":\"p\"}} | InvalidPropertyValue",
                "POST  | /pools | {\"id\":\"p\",\"vmSize\":\"s\",\"targetDedicatedNodes\":1} | MissingRequiredProperty",
                "PATCH | /jobs  | {}                                                        | UnsupportedHttpVerb",
                "POST  | /house | {}                                                        | InvalidUri",
            })
    void badRequests_eachFault_hasItsCode(String method, String path, String body, String code) {
        assertThat(fake.calls.call(method, path, body, Map.of()).code()).isEqualTo(code);
    }

    @Test
    void version_missingOrUnknown_isRefused() {
        BatchCalls.Answer missing = fake.calls.raw("GET", fake.batch.url() + "/jobs", null, Map.of());
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.code()).isEqualTo("MissingRequiredQueryParameter");
        assertThat(missing.value("QueryParameterName")).isEqualTo("api-version");
        assertThat(fake.calls.version("2031-01-01").get("/jobs").code()).isEqualTo("UnsupportedRequestVersion");
        BatchCalls.Answer tooOld = fake.calls.version("2020-03-01.11.0").get("/jobs");
        assertThat(tooOld.code()).isEqualTo("UnsupportedRequestVersion");
        assertThat(tooOld.value("Reason")).contains("2020-09-01.12.0, 2021-06-01.14.0");
        assertThat(fake.calls.version("2022-10-01.16.0").get("/jobs").status()).isEqualTo(200);
        assertThat(fake.calls.version("2025-06-01").get("/certificates").code()).isEqualTo("InvalidUri");
        assertThat(fake.calls.version("2025-06-01").get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void olderVersions_lifetimeStatistics_countWhatIsGoneToo() {
        fake.readyPool("p", 1);
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post("/jobs", BatchCalls.job("k", "p"));
        fake.post("/jobs/j/tasks", BatchCalls.task("good"));
        fake.post("/jobs/k/tasks", BatchCalls.task("fail"));
        fake.seconds(10);
        fake.calls.delete("/jobs/j");
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":0}");
        fake.pass(Duration.ofHours(1));
        BatchCalls older = fake.calls.version("2022-10-01.16.0");

        JsonNode jobs = older.get("/lifetimejobstats").json();
        assertThat(jobs.path("numSucceededTasks").asInt()).isEqualTo(1);
        assertThat(jobs.path("numFailedTasks").asInt()).isEqualTo(1);
        assertThat(jobs.path("startTime").asText()).isEqualTo("2026-03-01T10:00:00Z");
        JsonNode pools = older.get("/lifetimepoolstats").json();
        assertThat(Duration.parse(pools.at("/usageStats/dedicatedCoreTime").asText()))
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
        assertThat(fake.calls.get("/lifetimejobstats").code()).isEqualTo("InvalidUri");
    }

    @Test
    void newerVersions_properties_comeAndGo() {
        BatchCalls newest = fake.calls.version("2025-06-01");
        String policy = BatchCalls.pool("p", 0)
                .replace(
                        "{\"id\"",
                        "{\"taskSchedulingPolicy\":{\"nodeFillType\":\"pack\",\"jobDefaultOrder\":\"creationtime\"},\"id\"");
        assertThat(fake.calls.post("/pools", policy).code()).isEqualTo("InvalidRequestBody");
        assertThat(newest.post("/pools", policy).status()).isEqualTo(201);
        assertThat(newest.get("/pools/p")
                        .json()
                        .at("/taskSchedulingPolicy/jobDefaultOrder")
                        .asText())
                .isEqualTo("creationtime");
        assertThat(newest.get("/pools/p").json().has("currentNodeCommunicationMode"))
                .isFalse();
        assertThat(fake.get("/pools/p").at("/currentNodeCommunicationMode").isNull())
                .as("nothing is decided while there are no nodes")
                .isTrue();
        assertThat(newest.call("PATCH", "/pools/p", "{\"displayName\":\"Empty\"}", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(newest.get("/nodecounts").json().at("/value/0/dedicated").has("deallocated"))
                .isTrue();
    }

    @Test
    void ids_differInCaseOnly_areTheSame() {
        fake.post("/jobs", BatchCalls.job("Job", "p"));

        assertThat(fake.get("/JOBS/jOB").path("id").asText()).isEqualTo("Job");
        assertThat(fake.calls.post("/jobs", BatchCalls.job("JOB", "p")).code()).isEqualTo("JobExists");
        assertThat(fake.calls
                        .post(
                                "/jobschedules",
                                "{\"id\":\"job\",\"schedule\":{},\"jobSpecification\":{\"poolInfo\":{\"poolId\":\"p\"}}}")
                        .code())
                .isEqualTo("JobWithSameIdExists");
    }

    @Test
    void quotas_reached_areRefused() {
        for (int i = 0; i < 3; i++) {
            fake.post("/pools", BatchCalls.pool("p" + i, 0));
        }
        assertThat(fake.calls.post("/pools", BatchCalls.pool("p9", 0)).code()).isEqualTo("PoolQuotaReached");
        for (int i = 0; i < 6; i++) {
            fake.post("/jobs", BatchCalls.job("j" + i, "p0"));
        }
        assertThat(fake.calls.post("/jobs", BatchCalls.job("j9", "p0")).code())
                .isEqualTo("ActiveJobAndScheduleQuotaReached");
        fake.seconds(1);
        fake.post("/pools/p0/resize", "{\"targetDedicatedNodes\":5}");
        fake.seconds(5);
        JsonNode pool = fake.get("/pools/p0");
        assertThat(pool.path("currentDedicatedNodes").asInt()).isEqualTo(4);
        assertThat(pool.at("/resizeErrors/0/code").asText()).isEqualTo("AccountCoreQuotaReached");
    }

    @Test
    void collection_eachTask_hasItsOwnResult() {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post("/jobs/j/tasks", BatchCalls.task("twice"));
        String body = "{\"value\":[" + BatchCalls.task("new") + "," + BatchCalls.task("twice") + ","
                + BatchCalls.task("bad id") + "]}";

        JsonNode results =
                fake.calls.post("/jobs/j/addtaskcollection", body).json().path("value");

        assertThat(results).hasSize(3);
        for (JsonNode result : results) {
            switch (result.path("taskId").asText()) {
                case "new" -> assertThat(result.path("status").asText()).isEqualTo("Success");
                case "twice" -> assertThat(result.at("/error/code").asText()).isEqualTo("TaskExists");
                default -> assertThat(result.at("/error/code").asText()).isEqualTo("InvalidPropertyValue");
            }
        }
        String many = IntStream.range(0, 101)
                .mapToObj(i -> BatchCalls.task("m" + i))
                .collect(Collectors.joining(",", "{\"value\":[", "]}"));
        assertThat(fake.calls.post("/jobs/j/addtaskcollection", many).status()).isEqualTo(400);
        String large = "{\"value\":[{\"id\":\"l\",\"commandLine\":\"" + "x".repeat(1_048_576) + "\"}]}";
        BatchCalls.Answer tooLarge = fake.calls.post("/jobs/j/addtaskcollection", large);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.code()).isEqualTo("RequestBodyTooLarge");
    }

    @Test
    void defaults_storedResources_showWhatWasNeverSent() {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        fake.post("/jobs/j/tasks", BatchCalls.task("t"));
        fake.post("/pools", BatchCalls.pool("p", 0));

        assertThat(fake.get("/jobs/j").at("/constraints/maxWallClockTime").asText())
                .isEqualTo("P10675199DT2H48M5.4775807S");
        assertThat(fake.get("/jobs/j").path("maxParallelTasks").asInt()).isEqualTo(-1);
        assertThat(fake.get("/jobs/j/tasks/t").at("/constraints/retentionTime").asText())
                .isEqualTo("P7D");
        assertThat(fake.get("/jobs/j/tasks/t").path("requiredSlots").asInt()).isEqualTo(1);
        assertThat(fake.get("/jobs/j/tasks/t").path("userIdentity"))
                .isEqualTo(Json.read("{\"autoUser\":{\"scope\":\"pool\",\"elevationLevel\":\"nonadmin\"}}"));
        assertThat(fake.get("/pools/p").at("/taskSchedulingPolicy/nodeFillType").asText())
                .isEqualTo("spread");
    }

    @Test
    void userIdentity_ofEveryKindOfTask_isAnAutoUserUnlessSent() {
        JsonNode usual = Json.read("{\"autoUser\":{\"scope\":\"pool\",\"elevationLevel\":\"nonadmin\"}}");
        JsonNode sent = Json.read("{\"username\":\"ada\"}");
        for (boolean sends : new boolean[] {false, true}) {
            String id = "j" + sends;
            String task = "{\"commandLine\":\"c\"" + (sends ? ",\"userIdentity\":" + sent : "") + "}";
            fake.post(
                    "/jobs",
                    "{\"id\":\"" + id + "\",\"poolInfo\":{\"poolId\":\"p\"},\"jobManagerTask\":"
                            + task.replace("{\"commandLine", "{\"id\":\"m\",\"commandLine")
                            + ",\"jobPreparationTask\":" + task + ",\"jobReleaseTask\":" + task + "}");
            fake.post("/jobs/" + id + "/tasks", task.replace("{\"commandLine", "{\"id\":\"t\",\"commandLine"));
            JsonNode job = fake.get("/jobs/" + id);
            for (String member : new String[] {"jobManagerTask", "jobPreparationTask", "jobReleaseTask"}) {
                assertThat(job.path(member).path("userIdentity")).as(member).isEqualTo(sends ? sent : usual);
            }
            for (String path : new String[] {"/tasks/t", "/tasks/m"}) {
                assertThat(fake.get("/jobs/" + id + path).path("userIdentity"))
                        .as(path)
                        .isEqualTo(sends ? sent : usual);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "P1Y2M, P425D",
        "P1Y, P365D",
        "P1M, P30D",
        "P1Y1M1DT1H, P396DT1H",
        "P2W, P14D",
        "PT36H, P1DT12H",
        "PT90M, PT1H30M",
        "P10675199DT2H48M5.4775807S, P10675199DT2H48M5.4775807S"
    })
    void duration_withYearsAndMonths_comesBackInDays(String sent, String kept) {
        fake.post(
                "/jobs",
                BatchCalls.job("j", "p")
                        .replace("{\"id\"", "{\"constraints\":{\"maxWallClockTime\":\"" + sent + "\"},\"id\""));

        assertThat(fake.get("/jobs/j").at("/constraints/maxWallClockTime").asText())
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                              | exitCodes",
                "\"onTaskFailure\":\"noaction\",               | exitCodeRanges",
                "\"onTaskFailure\":\"NoAction\",               | preProcessingError",
                "\"onTaskFailure\":\"noaction\",               | fileUploadError",
                "\"onTaskFailure\":\"noaction\",               | default"
            })
    void jobAction_whereTheJobDoesNotActOnFailures_isRefused(@Nullable String job, String condition) {
        fake.post("/jobs", BatchCalls.job("j", "p").replace("{\"id\"", "{" + (job == null ? "" : job) + "\"id\""));
        fake.post(
                "/jobs",
                BatchCalls.job("acts", "p")
                        .replace("{\"id\"", "{\"onTaskFailure\":\"performexitoptionsjobaction\",\"id\""));
        for (String action : new String[] {"none", "disable", "terminate"}) {
            String options = "{\"jobAction\":\"" + action + "\"}";
            String value = switch (condition) {
                case "exitCodes" -> "[{\"code\":1,\"exitOptions\":" + options + "}]";
                case "exitCodeRanges" -> "[{\"start\":1,\"end\":2,\"exitOptions\":" + options + "}]";
                default -> options;
            };
            String task = BatchCalls.task(action)
                    .replace("{\"id\"", "{\"exitConditions\":{\"" + condition + "\":" + value + "},\"id\"");

            BatchCalls.Answer refused = fake.calls.post("/jobs/j/tasks", task);
            assertThat(refused.status()).as(action).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("InvalidPropertyValue");
            assertThat(refused.value("PropertyName")).isEqualTo("exitConditions/jobAction");
            assertThat(refused.value("PropertyValue")).isEqualTo(action);
            fake.post("/jobs/acts/tasks", task);
        }
    }

    @Test
    void terminate_withoutAReason_isTheUsers() {
        fake.post("/jobs", BatchCalls.job("a", "p"));
        fake.post("/jobs", BatchCalls.job("b", "p"));
        fake.post("/jobs/a/terminate");
        fake.post("/jobs/b/terminate", "{\"terminateReason\":\"enough\"}");
        fake.seconds(1);

        assertThat(fake.get("/jobs/a").at("/executionInfo/terminateReason").asText())
                .isEqualTo("UserTerminate");
        assertThat(fake.get("/jobs/b").at("/executionInfo/terminateReason").asText())
                .isEqualTo("enough");
    }

    @Test
    void patch_namedObject_isReplacedAsAWhole() {
        fake.post(
                "/jobs",
                "{\"id\":\"j\",\"constraints\":{\"maxWallClockTime\":\"PT1H\",\"maxTaskRetryCount\":3},"
                        + "\"poolInfo\":{\"poolId\":\"p\"}}");
        fake.calls.call("PATCH", "/jobs/j", "{\"constraints\":{\"maxTaskRetryCount\":4}}", Map.of());

        assertThat(fake.get("/jobs/j").at("/constraints/maxWallClockTime").asText())
                .startsWith("P10675199D");
        assertThat(fake.get("/jobs/j").at("/constraints/maxTaskRetryCount").asInt())
                .isEqualTo(4);
    }

    @Test
    void poolOfAJob_changes_onlyWhileItIsDisabled() {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        String other = "{\"poolInfo\":{\"poolId\":\"q\"}}";
        assertThat(fake.calls.call("PATCH", "/jobs/j", other, Map.of()).code())
                .isEqualTo("OperationInvalidForCurrentState");
        fake.post("/jobs/j/disable", "{\"disableTasks\":\"wait\"}");
        fake.seconds(1);
        assertThat(fake.calls.call("PATCH", "/jobs/j", other, Map.of()).status())
                .isEqualTo(200);
        assertThat(fake.get("/jobs/j").at("/executionInfo/poolId").asText()).isEqualTo("q");
    }

    @Test
    void preparationStatus_withoutSuchTasks_failsWithTheCodeThatIsReallySent() {
        fake.post("/jobs", BatchCalls.job("j", "p"));
        assertThat(fake.calls.get("/jobs/j/jobpreparationandreleasetaskstatus").code())
                .isEqualTo("JobPreparationTaskOrReleaseTaskNotSpecified");
    }

    @Test
    void usageMetrics_countTheNodesThatWereThere() {
        fake.readyPool("p", 2);
        fake.pass(Duration.ofMinutes(60));
        fake.post("/pools/p/resize", "{\"targetDedicatedNodes\":0}");
        fake.pass(Duration.ofHours(4));

        List<JsonNode> metrics = fake.calls.all(
                "/poolusagemetrics?starttime=2026-03-01T10:00:00Z&endtime=2026-03-01T12:00:00Z&maxresults=1");

        assertThat(metrics)
                .hasSize(3)
                .allMatch(metric -> metric.path("vmSize").asText().equals("standard_d2s_v3"));
        assertThat(metrics.stream()
                        .mapToDouble(metric -> metric.path("totalCoreHours").asDouble())
                        .sum())
                .isCloseTo(4.0, within(0.01));
        assertThat(fake.calls
                        .get("/poolusagemetrics?starttime=2026-03-01T14:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    /** One address translation pool as it should be; the test spoils one thing in it. */
    private static final String NAT = "{'name':'n','protocol':'tcp','backendPort':80,'frontendPortRangeStart':1000,"
            + "'frontendPortRangeEnd':1100,'networkSecurityGroupRules':[{'priority':150,'access':'allow',"
            + "'sourceAddressPrefix':'*'}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "''                     | 'name':'n'       | 'name':'m'",
                "inboundNATPools/name   | 'name':'n'       | 'name':''",
                "backendPort            | :80              | :29877",
                "frontendPortRangeStart | :1100            | :1038",
                "frontendPortRangeStart | :1000            | :56000",
                "priority               | :150             | :149",
                "inboundNATPools        | }]}              | }]},N,N,N,N,N",
            })
    void pool_networkThatIsNotAllowed_namesTheProperty(String property, String from, String to) {
        String nat = NAT.replace(from, to).replace("N", NAT);
        String network = "{'networkConfiguration':{'endpointConfiguration':{'inboundNATPools':[" + nat + "]}},'id'";
        String pool = BatchCalls.pool("p", 0).replace("{\"id\"", network.replace('\'', '"'));

        BatchCalls.Answer answer = fake.calls.post("/pools", pool);

        assertThat(answer.value("PropertyName")).as(answer.text()).isEqualTo(property.replace("''", ""));
        assertThat(answer.code()).isEqualTo(property.equals("''") ? "" : "InvalidPropertyValue");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "userAccounts/name      | 'userAccounts':[{'name':'abcdefghijklmnopqrstu','password':'p'}]",
                "taskSlotsPerNode       | 'taskSlotsPerNode':9",
                "resizeTimeout          | 'resizeTimeout':'PT4M59S'",
                "targetLowPriorityNodes | 'targetLowPriorityNodes':-1",
                "displayName            | 'displayName':'LONG'",
            })
    void pool_valueBeyondItsLimit_namesTheProperty(String property, String member) {
        String pool = BatchCalls.pool("p", 0).replace("\"taskSlotsPerNode\":4,", "");
        String members = member.replace('\'', '"').replace("LONG", "x".repeat(1025));

        BatchCalls.Answer answer = fake.calls.post("/pools", "{" + members + "," + pool.substring(1));

        assertThat(answer.code()).as(answer.text()).isEqualTo("InvalidPropertyValue");
        assertThat(answer.value("PropertyName")).isEqualTo(property);
    }

    @Test
    void charset_quirk_isRefused() {
        try (FrozenBatch strict = new FrozenBatch(builder ->
                builder.quirks(BatchQuirks.builder().refuseCharset(true).build()))) {
            BatchCalls.Answer answer = strict.calls.call(
                    "POST",
                    "/jobs",
                    BatchCalls.job("j", "p"),
                    Map.of("Content-Type", "application/json; charset=utf-8"));
            assertThat(answer.code()).isEqualTo("InvalidHeaderValue");
            assertThat(answer.value("HeaderName")).isEqualTo("Content-Type");
        }
    }
}
