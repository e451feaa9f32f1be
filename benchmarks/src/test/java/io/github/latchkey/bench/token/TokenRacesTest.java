package io.github.latchkey.bench.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latchkey.auth.reactive.TokenProviderStress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jcstress in its short mode: each race some hundred thousand times, in JVMs of its own. */
class TokenRacesTest {

    private static final Pattern RESULTS = Pattern.compile(
            "Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

    @Test
    void races_shortMode_haveAllowedOutcomesOnly(@TempDir Path report) throws Exception {
        Path output = report.resolve("output.txt");
        Process jcstress = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.openjdk.jcstress.Main",
                        "-t",
                        TokenProviderStress.class.getName(),
                        "-sc",
                        "false",
                        "-af",
                        "NONE",
                        "-f",
                        "1",
                        "-fsm",
                        "1",
                        "-iters",
                        "1",
                        "-time",
                        "300",
                        "-jvmArgs",
                        "-XX:+UseParallelGC",
                        "-v",
                        "-r",
                        report.toString()))
                .directory(report.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = jcstress.waitFor(5, TimeUnit.MINUTES);
        jcstress.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        Matcher results = RESULTS.matcher(text);
        int planned = 0;
        int passed = 0;
        while (results.find()) {
            planned = Integer.parseInt(results.group(1));
            passed = Integer.parseInt(results.group(2));
        }
        long races = TokenProviderStress.class.getDeclaredClasses().length;
        assertThat(planned).as("every race was run: %s", text).isGreaterThanOrEqualTo((int) races);
        assertThat(passed).as(text).isEqualTo(planned);
        System.out.println("jcstress: " + races + " races, " + passed + " of " + planned + " configurations passed");
    }
}
