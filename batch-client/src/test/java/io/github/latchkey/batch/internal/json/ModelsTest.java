package io.github.latchkey.batch.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.BatchLimits;
import io.github.latchkey.batch.ServiceVersion;
import io.github.latchkey.batch.file.NodeFile;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.job.JobState;
import io.github.latchkey.batch.model.EnvironmentSetting;
import io.github.latchkey.batch.model.NodeCommunicationMode;
import io.github.latchkey.batch.model.ProtectedSettings;
import io.github.latchkey.batch.model.Secret;
import io.github.latchkey.batch.model.TaskConstraints;
import io.github.latchkey.batch.pool.Pool;
import io.github.latchkey.batch.pool.PoolPropertiesUpdate;
import io.github.latchkey.batch.task.Task;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Laws of reading and writing, for anything that a generator can think of. */
@NullUnmarked // a null where none should be is a failed test
class ModelsTest {

    private static final List<Class<?>> ALL = Models.all();

    @Provide
    Arbitrary<Class<?>> models() {
        return Arbitraries.of(ALL);
    }

    @Example
    void models_allOfThem_surviveWriteAndReadWithEverythingAndWithNothingSet() {
        assertThat(ALL).hasSizeGreaterThan(150);
        for (Class<?> type : ALL) {
            Object full = Models.full(type, "");
            assertThat(Models.read(Models.write(full), type)).isEqualTo(full);
        }
    }

    @Example
    void models_ofAnswers_areReadWhateverTheServiceLeavesOut() {
        Set<String> strict = new TreeSet<>();
        for (Class<?> type : ALL) {
            try {
                Models.read("{\"unheardOf\":[{}]}".getBytes(StandardCharsets.UTF_8), type);
            } catch (MalformedJsonException e) {
                strict.add(type.getSimpleName());
            }
        }
        assertThat(strict)
                .as("requests, which insist on what the service requires")
                .containsExactly(
                        "CertificateCreate",
                        "ComputeNodeUser",
                        "JobCreate",
                        "JobScheduleCreate",
                        "JobScheduleUpdate",
                        "JobUpdate",
                        "NodeRemoval",
                        "PoolCreate",
                        "PoolPropertiesUpdate",
                        "TaskCreate",
                        "UploadBatchServiceLogsConfiguration");
    }

    @Example
    void secretMembers_ofAllModels_areKnownWhereTheyAreToBeHidden() {
        Set<String> secrets = new TreeSet<>();
        for (Class<?> type : ALL) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (List.of(Secret.class, ProtectedSettings.class).contains(component.getType())
                        || component.getGenericType().getTypeName().contains(EnvironmentSetting.class.getName())) {
                    secrets.add(component.getName());
                }
            }
        }
        assertThat(secrets).isEqualTo(new TreeSet<>(Secrets.MEMBERS));
    }

    @Property(tries = 1000)
    void models_surviveWriteAndRead(@ForAll("models") Class<?> type, @ForAll long seed) {
        Object model = Models.random(type, seed);

        assertThat(Models.read(Models.write(model), type)).isEqualTo(model);
    }

    @Property(tries = 500)
    void truncatedModel_isATypedErrorAndNeverAValue(@ForAll("models") Class<?> type, @ForAll long seed) {
        byte[] json = Models.write(Models.random(type, seed));
        byte[] cut = Arrays.copyOf(json, new Random(seed).nextInt(json.length));

        assertThatThrownBy(() -> Models.read(cut, type)).isInstanceOf(MalformedJsonException.class);
    }

    @Property(tries = 500)
    void page_cutAnywhere_givesTheSameElements(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20_000) int largest) {
        Random random = new Random(seed);
        List<Task> tasks = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            tasks.add(Models.random(Task.class, random.nextLong()));
        }
        String elements = tasks.stream()
                .map(task -> new String(Models.write(task), StandardCharsets.UTF_8))
                .collect(Collectors.joining(random.nextBoolean() ? "," : " ,\n "));
        String page = random.nextBoolean()
                ? "{\"odata.metadata\":\"a]}\\\"{\",\"value\":[" + elements + "],\"odata.nextLink\":\"l\"}"
                : " {\"odata.nextLink\" : \"l\" , \"other\":{\"value\":[1,{}]},\"value\" : [ " + elements + " ] } ";

        assertThat(read(page.getBytes(StandardCharsets.UTF_8), random, largest)).isEqualTo(tasks);
    }

    @Property(tries = 500)
    void page_truncated_isATypedError(@ForAll long seed) {
        byte[] page = ("{\"value\":[" + new String(Models.write(Models.random(Job.class, seed)), StandardCharsets.UTF_8)
                        + "],\"odata.nextLink\":\"l\"}")
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(seed);
        byte[] cut = Arrays.copyOf(page, random.nextInt(page.length));

        assertThatThrownBy(() -> read(cut, random, 50)).isInstanceOf(MalformedJsonException.class);
    }

    @Property(tries = 1000)
    void page_ofGarbage_isATypedErrorOrAPage(@ForAll byte[] garbage, @ForAll long seed) {
        try {
            read(garbage, new Random(seed), 10);
        } catch (MalformedJsonException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }

    /**
     * What is scanned byte by byte and what is bound as far as there is room are the same elements, also before an
     * error.
     */
    @Property(tries = 2000)
    void page_withOneByteChanged_readsAlikeInSmallPartsAndAtOnce(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] page =
                ("{\"value\":[{\"id\":\"a\",\"state\":\"active\"},{\"id\":\"b\"},{\"id\":\"c]}\\\"\"},{\"url\":\"u\"},"
                                + "{\"id\":\"d\",\"constraints\":{\"maxTaskRetryCount\":1}},{}],\"odata.nextLink\":\"l\"}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] characters = "{}[],:\"\\ a1".getBytes(StandardCharsets.UTF_8);
        page[random.nextInt(page.length)] = characters[random.nextInt(characters.length)];

        assertThat(outcome(page, random, page.length)).isEqualTo(outcome(page, random, 3));
    }

    private static Object outcome(byte[] page, Random random, int largest) {
        List<Object> outcome = new ArrayList<>();
        try {
            read(page, random, largest, outcome::add);
        } catch (MalformedJsonException expected) {
            assertThat(expected.getMessage()).isNotBlank();
            outcome.add("malformed");
        }
        return outcome;
    }

    @Property
    void timestamps_surviveWriteAndRead(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 9_999_999) int ticks) {
        Instant instant = Instant.ofEpochSecond(second, ticks * 100L);
        String text = Timestamps.format(instant);

        assertThat(Instant.parse(text)).as(text).isEqualTo(instant);
        assertThat(Timestamps.parse(text.toCharArray(), 0, text.length())).isEqualTo(instant);
        assertThat(Timestamps.parse(("\"" + text).toCharArray(), 1, text.length()))
                .isEqualTo(instant);
    }

    @Property
    void timestamps_ofGarbage_areNone(@ForAll String text) {
        assertThat(Timestamps.parse(text.toCharArray(), 0, text.length())).isNull();
    }

    @Property
    void durations_surviveWriteAndRead(
            @ForAll @LongRange(min = -922_337_203_685L, max = 922_337_203_685L) long seconds,
            @ForAll @IntRange(max = 9_999_999) int ticks) {
        Duration duration = Duration.ofSeconds(seconds, ticks * 100L);
        String text = Durations.format(duration);

        assertThat(duration(text)).as(text).isEqualTo(duration);
        assertThat(Durations.parse(("\"" + text + "9S").toCharArray(), 1, text.length()))
                .isEqualTo(duration);
    }

    @Example
    void timestamps_ofAllLengths_areRead() {
        for (String text : List.of(
                "2016-02-29T06:59:15Z",
                "2016-02-29T06:59:15.1Z",
                "2016-02-29T06:59:15.1234567Z",
                "2016-02-29T06:59:15.123456789Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.9999999Z")) {
            assertThat(Timestamps.parse(text.toCharArray(), 0, text.length())).isEqualTo(Instant.parse(text));
        }
        assertThat(Timestamps.parse("2016-02-29T06:59:15+00:00".toCharArray(), 0, 25))
                .isEqualTo(Instant.parse("2016-02-29T06:59:15Z"));
    }

    @Example
    void timestamps_thatCannotBe_areNone() {
        for (String text : List.of(
                "2015-02-29T00:00:00Z",
                "2100-02-29T00:00:00Z",
                "2016-13-01T00:00:00Z",
                "2016-00-01T00:00:00Z",
                "2016-04-31T00:00:00Z",
                "2016-01-01T24:00:00Z",
                "2016-01-01T00:60:00Z",
                "2016-01-01T00:00:00",
                "2016-01-01T00:00:00.Z",
                "2016-01-01T00:00:00+02:00",
                "2016-01-01 00:00:00Z")) {
            assertThat(Timestamps.parse(text.toCharArray(), 0, text.length()))
                    .as(text)
                    .isNull();
        }
    }

    @Example
    void durations_ofTheService_areRead() {
        assertThat(duration("P10675199DT2H48M5.4775807S")).isEqualTo(BatchLimits.NO_LIMIT);
        assertThat(Durations.format(BatchLimits.NO_LIMIT)).isEqualTo("P10675199DT2H48M5.4775807S");
        assertThat(duration("P1Y2M3D")).isEqualTo(Duration.ofDays(365 + 60 + 3));
        assertThat(duration("PT0S")).isEqualTo(Duration.ZERO);
        assertThat(Durations.format(Duration.ZERO)).isEqualTo("PT0S");
        assertThat(Durations.format(Duration.ofDays(10))).isEqualTo("P10D");
        assertThat(duration("-P1DT1.5S"))
                .isEqualTo(Duration.ofSeconds(86_401, 500_000_000).negated());
        assertThat(duration("PT1M1.123456789S")).isEqualTo(Duration.ofSeconds(61, 123_456_789));
        assertThat(duration("P999999999Y999999999M999999999999DT999999999999H999999999999M999999999999S"))
                .isEqualTo(Duration.ofDays(999_999_999L * 365 + 999_999_999L * 30 + 999_999_999_999L)
                        .plusHours(999_999_999_999L)
                        .plusMinutes(999_999_999_999L)
                        .plusSeconds(999_999_999_999L));
    }

    @Example
    void durations_thatCannotBe_areNone() {
        for (String text : List.of(
                "",
                "-",
                "P",
                "-P",
                "PT",
                "P1DT",
                "1D",
                "P-1D",
                "P1",
                "PT1.S",
                "PT.5S",
                "PT1.1234567890S",
                "PT1.5M",
                "P1.5D",
                "P1W",
                "P1H",
                "PT1D",
                "PT1Y",
                "P1D1M",
                "PT1S1M",
                "PT1M1M",
                "P1DT1HT1M",
                "P1DD",
                "P1D ",
                "P1000000000Y",
                "P1000000000000D",
                "PT1000000000000S")) {
            assertThat(duration(text)).as(text).isNull();
        }
    }

    @Property
    void durations_thatTheJdkKnows_areReadAsItDoes(
            @ForAll @LongRange(max = 999_999_999) long days,
            @ForAll @LongRange(max = 999_999_999) long hours,
            @ForAll @LongRange(max = 999_999_999) long minutes,
            @ForAll @LongRange(max = 999_999_999) long seconds,
            @ForAll @IntRange(max = 999_999_999) int nanos) {
        for (String text : List.of(
                "P" + days + "DT" + hours + "H" + minutes + "M" + seconds + "." + nanos + "S",
                "PT" + hours + "H" + seconds + "S",
                "P" + days + "D",
                "PT" + minutes + "M")) {
            assertThat(duration(text)).as(text).isEqualTo(Duration.parse(text));
        }
    }

    @Property
    void durations_ofGarbage_areNone(@ForAll String text) {
        assertThat(duration(text)).isNull();
    }

    private static @Nullable Duration duration(String text) {
        return Durations.parse(text.toCharArray(), 0, text.length());
    }

    @Property
    void quotes_amongAnyBytes_areFoundWhereALoopFindsThem(
            @ForAll byte[] bytes, @ForAll @IntRange(max = 20) int from, @ForAll boolean backslash, @ForAll byte at) {
        if (bytes.length > 0) {
            bytes[Byte.toUnsignedInt(at) % bytes.length] = (byte) (backslash ? '\\' : '"');
        }
        int first = Math.min(from, bytes.length);
        int expected = first;
        while (expected < bytes.length && bytes[expected] != '"' && bytes[expected] != '\\') {
            expected++;
        }
        assertThat(Quotes.next(bytes, first, bytes.length)).isEqualTo(expected);
    }

    @Example
    void sixtyFourBitIntegers_areReadAsTextAndAsNumber() {
        for (String value : List.of("9007199254740993", "\"9007199254740993\"")) {
            NodeFile file = Models.read(
                    ("{\"properties\":{\"contentLength\":" + value + "}}").getBytes(StandardCharsets.UTF_8),
                    NodeFile.class);
            assertThat(file.properties().contentLength()).isEqualTo(9007199254740993L);
        }
    }

    @Example
    void enumerations_areReadWithoutRegardToCaseAndKeepWhatTheyDoNotKnow() {
        assertThat(read("{\"state\":\"ACTIVE\"}").state()).isSameAs(JobState.ACTIVE);
        JobState novel = read("{\"state\":\"Hibernating\"}").state();
        assertThat(novel.value()).isEqualTo("Hibernating");
        assertThat(novel).isEqualTo(JobState.of("hibernating")).hasSameHashCodeAs(JobState.of("hibernating"));
        assertThat(JobState.values()).doesNotContain(novel);
        assertThat(new String(Models.write(read("{\"state\":\"Hibernating\"}")), StandardCharsets.UTF_8))
                .isEqualTo("{\"state\":\"Hibernating\"}");
    }

    @Example
    void lists_absentAndEmpty_areToldApart() {
        assertThat(read("{}").metadata()).isNull();
        assertThat(read("{\"metadata\":null}").metadata()).isNull();
        assertThat(read("{\"metadata\":[]}").metadata()).isEmpty();
    }

    @Example
    void nodeCommunicationMode_nullAndMissing_areToldApart() {
        String undecided = "{\"id\":\"p\",\"currentNodeCommunicationMode\":null}";
        Pool pool = Models.read(undecided.getBytes(StandardCharsets.UTF_8), Pool.class);
        Pool silent = Models.read("{\"id\":\"p\"}".getBytes(StandardCharsets.UTF_8), Pool.class);
        PageReader<Pool> list = new PageReader<>(Pool.class);

        assertThat(pool.currentNodeCommunicationMode()).isSameAs(NodeCommunicationMode.UNDECIDED);
        assertThat(silent.currentNodeCommunicationMode()).isNull();
        assertThat(pool).isNotEqualTo(silent);
        assertThat(new String(Models.write(pool), StandardCharsets.UTF_8)).isEqualTo(undecided);
        assertThat(list.feed(StandardCharsets.UTF_8.encode("{\"value\":[" + undecided + ",{\"id\":\"p\"}]}")))
                .containsExactly(pool, silent);
        assertThat(NodeCommunicationMode.values()).doesNotContain(NodeCommunicationMode.UNDECIDED);
    }

    @Example
    void nodeCommunicationMode_undecided_cannotBeAskedFor() {
        PoolPropertiesUpdate update = PoolPropertiesUpdate.builder()
                .certificateReferences(List.of())
                .applicationPackageReferences(List.of())
                .metadata(List.of())
                .targetNodeCommunicationMode(NodeCommunicationMode.UNDECIDED)
                .build();

        assertThatThrownBy(() -> Json.write(update, ServiceVersion.V2024_02_01.value()))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll(
                        "PoolPropertiesUpdate.targetNodeCommunicationMode", "undecided", "leave it out");
    }

    @Example
    void element_thatNeverEnds_isRefusedBeforeItFillsTheMemory() {
        PageReader<Job> reader = new PageReader<>(Job.class);
        reader.feed(StandardCharsets.UTF_8.encode("{\"value\":[{\"id\":\""));
        byte[] filler = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        reader.feed(ByteBuffer.wrap(filler));
                    }
                })
                .isInstanceOf(MalformedJsonException.class);
    }

    @Example
    void envelope_thatHoldsMoreThanALinkEverNeeds_isRefused() {
        for (int size : List.of(60_000, 70_000)) {
            String members = "\"m\":\"" + "x".repeat(size) + "\",";
            PageReader<Job> reader = new PageReader<>(Job.class);
            ByteBuffer page = StandardCharsets.UTF_8.encode("{" + members + "\"value\":[{\"id\":\"a\"}]}");

            if (size < 64 << 10) {
                assertThat(reader.feed(page)).extracting(Job::id).containsExactly("a");
            } else {
                assertThatThrownBy(() -> reader.feed(page)).isInstanceOf(MalformedJsonException.class);
            }
        }
    }

    @Example
    void constraints_withoutLimit_keepTheirWords() {
        TaskConstraints constraints = TaskConstraints.builder()
                .maxWallClockTime(BatchLimits.NO_LIMIT)
                .maxTaskRetryCount(-1)
                .build();

        assertThat(new String(Models.write(constraints), StandardCharsets.UTF_8))
                .isEqualTo("{\"maxWallClockTime\":\"P10675199DT2H48M5.4775807S\",\"maxTaskRetryCount\":-1}");
    }

    @Example
    void page_inThreeParts_givesTheSameElementsWhereverItIsCut() {
        String large = "{\"id\":\"d\",\"displayName\":\"" + "x".repeat(100) + "\"}";
        byte[] page = ("{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}," + large
                        + ",{\"id\":\"e\"},{\"id\":\"f\"}],\"odata.nextLink\":\"l\"}")
                .getBytes(StandardCharsets.UTF_8);
        for (int one = 0; one <= page.length; one++) {
            for (int two = one; two <= page.length; two++) {
                PageReader<Job> reader = new PageReader<>(Job.class);
                List<String> ids = new ArrayList<>();
                for (byte[] part : List.of(
                        Arrays.copyOfRange(page, 0, one),
                        Arrays.copyOfRange(page, one, two),
                        Arrays.copyOfRange(page, two, page.length))) {
                    reader.feed(ByteBuffer.wrap(part)).forEach(job -> ids.add(job.id()));
                }
                reader.finish();
                assertThat(ids).as("cut at %s and %s", one, two).containsExactly("a", "b", "c", "d", "e", "f");
                assertThat(reader.nextLink()).isEqualTo("l");
            }
        }
    }

    @Example
    void elements_beforeOneThatCannotBeRead_areReadFirst() {
        for (String before : List.of("{\"id\":\"a\"}", "{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}")) {
            for (String bad : List.of(",{\"priority\":[]}", ",1", "x", ",]")) {
                PageReader<Job> reader = new PageReader<>(Job.class);

                List<Job> read = reader.feed(StandardCharsets.UTF_8.encode(
                        "{\"value\":[" + before + bad + ",{\"id\":\"z\"},{\"id\":\"z\"}]}"));

                assertThat(read)
                        .as(before + bad)
                        .extracting(Job::id)
                        .doesNotContain("z")
                        .hasSize(before.split("id", -1).length - 1);
                assertThatThrownBy(reader::finish).isInstanceOf(MalformedJsonException.class);
            }
        }
    }

    private static Job read(String json) {
        return Models.read(json.getBytes(StandardCharsets.UTF_8), Job.class);
    }

    private static List<Task> read(byte[] page, Random random, int largest) {
        List<Task> found = new ArrayList<>();
        read(page, random, largest, found::add);
        return found;
    }

    private static void read(byte[] page, Random random, int largest, Consumer<? super Task> found) {
        PageReader<Task> reader = new PageReader<>(Task.class);
        int at = 0;
        while (at < page.length) {
            int to = largest >= page.length ? page.length : Math.min(page.length, at + 1 + random.nextInt(largest));
            reader.feed(ByteBuffer.wrap(page, at, to - at)).forEach(found);
            at = to;
        }
        reader.finish();
    }
}
