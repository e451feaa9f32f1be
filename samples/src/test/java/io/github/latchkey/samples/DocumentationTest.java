package io.github.latchkey.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show is what is compiled, and for the most part run, elsewhere in this project. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The README and all pages but the decisions, which are history. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !page.startsWith(ROOT.resolve("docs/decisions")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_blocksOfCode_areCopiesOfSources(Path page) throws IOException {
        DocumentedCode code = new DocumentedCode(ROOT, page);
        if (Boolean.getBoolean("documentation.write")) {
            code.write();
        }
        for (DocumentedCode.Block block : code.blocks()) {
            assertThat(block.shown())
                    .as(block.place() + "; to copy the sources into the pages, run"
                            + " ./mvnw test -pl samples -Dtest=DocumentationTest -Ddocumentation.write=true")
                    .isEqualTo(block.expected());
        }
    }

    @Test
    void readme_commands_areTheTwo() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md")))
                .containsSubsequence(List.of("./mvnw -q -Pquickstart", "./mvnw verify"));
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("\n./mvnw verify\n");
    }

    @Test
    void blocks_ofATaggedRegion_loseIndentationAndMarks(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("A.java"), """
                class A {
                    // tag::one[]
                    void a() {
                        // tag::two[]
                        b();
                        // end::two[]
                    }
                    // end::one[]

                    int hidden;
                    // tag::one[]

                    int more;
                    // end::one[]
                }
                """);
        Path page = Files.writeString(root.resolve("page.md"), """
                Text.

                <!-- code: A.java#one -->
                ```java
                stale
                ```

                ```sh
                command
                ```

                <!-- code: A.java#two -->

                ```java
                b();
                ```
                """);
        DocumentedCode code = new DocumentedCode(root, page);

        assertThat(code.blocks())
                .extracting(DocumentedCode.Block::place, DocumentedCode.Block::expected)
                .containsExactly(
                        tuple("page.md:4", "void a() {\n    b();\n}\n\nint more;\n"), tuple("page.md:14", "b();\n"));
        assertThat(code.blocks())
                .first()
                .extracting(DocumentedCode.Block::shown)
                .isEqualTo("stale\n");

        code.write();

        assertThat(code.blocks()).allSatisfy(block -> assertThat(block.shown()).isEqualTo(block.expected()));
        assertThat(page).content().contains("command").startsWith("Text.\n\n<!-- code: A.java#one -->\n```java\nvoid");
    }

    @Test
    void blocks_thatCannotBeCopies_areRefused(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("A.java"), "// tag::open[]\nint a;\n");
        Path loose = Files.writeString(root.resolve("loose.md"), "```java\nint a;\n```\n");
        Path wrong = Files.writeString(root.resolve("wrong.md"), "<!-- code: A.java#none -->\n```java\nint a;\n```\n");
        Path open = Files.writeString(root.resolve("open.md"), "<!-- code: A.java#open -->\n```java\nint a;\n```\n");

        assertThatThrownBy(() -> new DocumentedCode(root, loose).blocks()).hasMessageContaining("loose.md:1");
        assertThatThrownBy(() -> new DocumentedCode(root, wrong).blocks()).hasMessageContaining("tag::none[]");
        assertThatThrownBy(() -> new DocumentedCode(root, open).blocks()).hasMessageContaining("end::open[]");
    }
}
