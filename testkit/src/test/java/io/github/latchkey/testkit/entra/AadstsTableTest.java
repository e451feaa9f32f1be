package io.github.latchkey.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of errors in the guide is what the code does; and the code does what is known of the service. */
class AadstsTableTest {

    private static final Path GUIDE = Path.of("../docs/guides/testkit-entra.md");

    /** What {@link AadstsTest} does not cause by a request for a token. */
    static final Map<Aadsts, String> ELSEWHERE = Map.of(
            Aadsts.CREDENTIAL_REQUIRED_OLDER_FORM, "only by a fault",
            Aadsts.DEVICE_CODE_EXPIRED_OTHER_FORM, "only by a fault",
            Aadsts.UNSUPPORTED_RESPONSE_TYPE, "other response type at the page",
            Aadsts.REDIRECT_NOT_REGISTERED, "unknown redirect address at the page: shown there",
            Aadsts.CONSENT_DECLINED, "user declines at the page",
            Aadsts.ADMIN_CONSENT_REQUIRED, "user may not consent at the page: shown there",
            Aadsts.LOGIN_REQUIRED, "`prompt=none` without a session at the page",
            Aadsts.TRANSIENT, "only by a fault",
            Aadsts.SERVER_ERROR, "only by a fault",
            Aadsts.TENANT_THROTTLED, "only by a fault");

    @Test
    void guide_tableOfErrors_isThatOfTheCode() throws IOException {
        Map<Aadsts, List<String>> causes = AadstsTest.causes()
                .collect(Collectors.groupingBy(
                        AadstsTest.Cause::error, Collectors.mapping(AadstsTest.Cause::words, Collectors.toList())));
        List<String> table = Arrays.stream(Aadsts.values())
                .sorted(Comparator.comparing(Aadsts::code))
                .map(error -> row(error, causes))
                .toList();

        assertThat(Files.readAllLines(GUIDE).stream()
                        .filter(line -> line.matches("\\| \\d+ \\|.*"))
                        .toList())
                .as("the guide's table should be%n%s%n", String.join("\n", table))
                .isEqualTo(table);
    }

    private static String row(Aadsts error, Map<Aadsts, List<String>> causes) {
        String why = ELSEWHERE.containsKey(error)
                ? ELSEWHERE.get(error)
                : String.join("; ", causes.getOrDefault(error, List.of()));
        return "| " + error.code() + " | `" + error.name() + "` | " + error.status() + " | `" + error.error() + "`"
                + (error.suberror().isEmpty() ? "" : ", `" + error.suberror() + "`") + " | " + why + " |";
    }

    @Test
    void knownErrors_ofTheService_allArise() throws IOException {
        Optional<Path> facts = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared/entra/PROTOCOL.md"))
                .filter(Files::exists)
                .findFirst();
        if (facts.isEmpty()) {
            System.out.println("The table of known errors is not compared: ../shared is not there.");
        }
        assumeTrue(facts.isPresent(), "../shared is not there");
        List<String> missing = new ArrayList<>();
        int codes = 0;
        int rows = 0;
        for (String line : Files.readAllLines(facts.get())) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 8 && cells[1].matches(" \\d.*")) {
                rows++;
                for (int code : numbers(cells[1])) {
                    codes++;
                    if (!isKnown(code, cells[3].strip(), cells[4], cells[5])) {
                        missing.add(line);
                    }
                }
            }
        }
        System.out.println(
                rows + " rows with " + codes + " known AADSTS errors compared, " + missing.size() + " differ.");
        assertThat(missing).isEmpty();
        assertThat(rows).isGreaterThanOrEqualTo(40);
    }

    /** One of the errors with the number has the status, one of the errors, and the finer reason where there is one. */
    private static boolean isKnown(int code, String status, String errors, String extra) {
        Set<String> words = Pattern.compile("[a-z_]{6,}")
                .matcher(errors)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toSet());
        Matcher suberror = Pattern.compile("suberror=(\\w+)").matcher(extra);
        String wanted = suberror.find() && !extra.contains("possible") ? suberror.group(1) : "";
        return Arrays.stream(Aadsts.values())
                .filter(error -> error.code() == code)
                .anyMatch(error -> (!status.matches("\\d+") || status.equals(Integer.toString(error.status())))
                        && (words.isEmpty() || errors.contains("none") || words.contains(error.error()))
                        && (wanted.isEmpty() || wanted.equals(error.suberror())));
    }

    private static List<Integer> numbers(String cell) {
        return Pattern.compile("\\d{5,7}")
                .matcher(cell)
                .results()
                .map(found -> Integer.valueOf(found.group()))
                .toList();
    }
}
