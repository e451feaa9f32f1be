package io.github.latchkey.testkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
