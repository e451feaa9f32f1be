package io.github.latchkey.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.samples.readme.HelloBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and run here. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void readme_javaBlock_isTheCompiledExample() throws IOException {
        Matcher block = JAVA_BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        String example = Files.readString(Path.of("src/main/java/io/github/latchkey/samples/readme/HelloBatch.java"));
        String body = example.substring(example.indexOf("        // In Azure"), example.lastIndexOf("    }\n}"))
                .stripTrailing();
        String imports = String.join(
                "\n", example.lines().filter(line -> line.startsWith("import ")).toList());
        assertThat(block.group(1)).contains(imports).contains(body);
    }

    @Test
    void readme_commands_areTheTwo() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md")))
                .containsSubsequence(List.of("./mvnw -q -Pquickstart", "./mvnw verify"));
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("\n./mvnw verify\n");
    }

    @Test
    void example_runs() {
        HelloBatch.main(new String[0]);
    }
}
