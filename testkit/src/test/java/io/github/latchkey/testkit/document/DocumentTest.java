package io.github.latchkey.testkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    private enum Colour {
        RED,
        LIGHT_BLUE
    }

    @Test
    void problems_severalFaults_areAllToldWithTheirPlacesInOrder() {
        Document document = Document.read("""
                {
                  "name": 7,
                  "ports": [80, "x", 70000],
                  "nmae": "typo",
                  "wait": "soon"
                }
                """);
        Section root = document.root().section();
        root.duration("wait");
        root.list("ports").forEach(port -> port.integer(0, 65535));
        root.text("name");
        root.required("id");
        root.end();

        assertThat(document.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "1:1: 'id' is missing",
                        "2:11: /name: must be a text that is not blank, not the number 7",
                        "3:17: /ports/1: must be a whole number from 0 to 65535, not the text 'x'",
                        "3:22: /ports/2: must be a whole number from 0 to 65535, not the number 70000",
                        "4:11: /nmae: 'nmae' is unknown; did you mean 'name'?",
                        "5:11: /wait: must be a duration such as 200ms, 5s, 10m, 2h, 1d or PT5M, not the text 'soon'");
    }

    @Test
    void problems_noJson_isOneWithItsPlace() {
        Document document = Document.read("{\n  \"name\": nope\n}");
        document.root().section().end();

        assertThat(document.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.message()).startsWith("not JSON: ");
        });
    }

    @Test
    void problems_moreThanCanBeRead_areOneWithItsPlace() {
        assertThat(Document.read("{\"a\":\n[0, " + "7".repeat(1100) + "]}").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).startsWith("/a");
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.message())
                            .isEqualTo(
                                    "more than can be read: Number value length (1100) exceeds the maximum allowed (1000)");
                });
        assertThat(Document.read("[".repeat(2000)).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("more than can be read: "));
    }

    @Test
    void read_byteOrderMark_isPassedOver() {
        Document document = Document.read("\uFEFF{\"name\": \"Ada\"}");

        assertThat(document.root().section().text("name")).contains("Ada");
        assertThat(document.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "72f988bf-86f1-41af-91ab-2d7cd011db47, true",
        "72F988BF-86F1-41AF-91AB-2D7CD011DB47, true",
        "1-1-1-1-1, false",
        "72f988bf86f141af91ab2d7cd011db47, false",
    })
    void guid_withAllDigits_isOne(String text, boolean good) {
        Document document = Document.read("{\"id\": \"" + text + "\"}");

        assertThat(document.root().section().guid("id"))
                .isEqualTo(good ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty());
        assertThat(document.problems()).hasSize(good ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"36525d, true", "36526d, false", "999999999999d, false", "PT99999999999H, false"})
    void duration_ofMoreThanAHundredYears_isNone(String text, boolean good) {
        Document document = Document.read("{\"wait\": \"" + text + "\"}");

        assertThat(document.root().section().duration("wait").isPresent()).isEqualTo(good);
        assertThat(document.problems()).hasSize(good ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"9999-12-31T23:59:59Z, true", "+10000-01-01T00:00:00Z, false", "-0001-01-01T00:00:00Z, false"})
    void instant_ofAYearWithoutFourDigits_isNone(String text, boolean good) {
        Document document = Document.read("{\"at\": \"" + text + "\"}");

        assertThat(document.root().section().instant("at").isPresent()).isEqualTo(good);
        assertThat(document.problems()).hasSize(good ? 0 : 1);
    }

    @Test
    void sectionInAnyCase_namesInOtherLetters_areFound() {
        Document document = Document.read("{\"Name\": \"Ada\", \"NAME\": \"Bob\", \"nmae\": 1}");
        Section section = document.root().sectionInAnyCase();

        assertThat(section.text("name")).contains("Ada");
        section.end();
        assertThat(document.problems()).extracting(Problem::pointer).containsExactly("/NAME", "/nmae");
    }

    @Test
    void nearest_ofAPath_isTheInnermostThatIsThere() {
        Document document = Document.read("{\"a\": [{\"b\": 1}, {}]}");
        List.of("a/0/b", "a/1/b", "a/7", "a/0/b/c", "")
                .forEach(path -> document.root().nearest(path).problem("wrong"));

        assertThat(document.problems())
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/a/0/b", "/a/1", "/a", "/a/0/b", "");
    }

    @Test
    void problems_moreAfterTheEnd_isSaid() {
        assertThat(Document.read("{} {}").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.column()).isEqualTo(4));
    }

    @Test
    void problems_memberTwice_isSaid() {
        assertThat(Document.read("{\"a\": 1, \"a\": 2}").problems())
                .extracting(Problem::toString)
                .containsExactly("1:10: /a: the member stands here a second time");
    }

    @Test
    void pointer_namesWithSlashesAndTildes_areEscaped() {
        Document document = Document.read("{\"a/b~c\": 1}");
        document.root().section().end();

        assertThat(document.problems()).extracting(Problem::pointer).containsExactly("/a~1b~0c");
    }

    @Test
    void member_null_isAsGoodAsAbsent() {
        Document document = Document.read("{\"name\": null}");

        assertThat(document.root().section().text("name")).isEmpty();
        assertThat(document.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RED, RED", "lightBlue, LIGHT_BLUE", "light-blue, LIGHT_BLUE", "Light_Blue, LIGHT_BLUE"})
    void oneOf_anySpelling_isUnderstood(String written, Colour meant) {
        Document document = Document.read("{\"colour\": \"" + written + "\"}");

        assertThat(document.root().section().oneOf("colour", Colour.class)).contains(meant);
    }

    @Test
    void oneOf_another_listsTheNames() {
        Document document = Document.read("{\"colour\": \"green\"}");
        document.root().section().oneOf("colour", Colour.class);

        assertThat(document.problems())
                .extracting(Problem::message)
                .containsExactly("must be one of red, lightBlue, not the text 'green'");
    }

    @ParameterizedTest
    @CsvSource({"200ms, PT0.2S", "5s, PT5S", "10 m, PT10M", "2h, PT2H", "1d, PT24H", "PT1.5S, PT1.5S"})
    void duration_asPeopleWriteIt_isUnderstood(String written, Duration meant) {
        assertThat(Durations.parse(written)).isEqualTo(meant);
    }

    @Test
    void attempt_refused_becomesAProblemAtTheValue() {
        Document document = Document.read("{\"a\": 1}");
        document.root().section().member("a").orElseThrow().attempt(() -> {
            throw new IllegalArgumentException("too small");
        });

        assertThat(document.problems()).extracting(Problem::toString).containsExactly("1:7: /a: too small");
    }

    @Test
    void tree_ofAValue_isTheSameJson() {
        String json = "{\"a\":[1,2.50,true,null,\"x\",{\"b\":{}}]}";

        assertThat(Document.read(json).root().tree()).hasToString(json);
    }
}
