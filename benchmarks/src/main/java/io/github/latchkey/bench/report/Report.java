package io.github.latchkey.bench.report;

import io.github.latchkey.bench.client.ClientQuestion;
import io.github.latchkey.bench.client.MillionQuestion;
import io.github.latchkey.bench.fake.FakesQuestion;
import io.github.latchkey.bench.footprint.FootprintQuestion;
import io.github.latchkey.bench.token.HotPathQuestion;
import io.github.latchkey.bench.token.StormsQuestion;
import io.github.latchkey.bench.token.TenantsQuestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks all questions and writes the report: a JSON file for each question and one page that shows them. A question that
 * fails is reported as such and does not keep the others from being asked; the exit code is then 1.
 */
public final class Report {

    /** All questions, in the order of the page. */
    static final List<Question> QUESTIONS = List.of(
            new ClientQuestion(),
            new MillionQuestion(),
            new HotPathQuestion(),
            new StormsQuestion(),
            new TenantsQuestion(),
            new FootprintQuestion(),
            new FakesQuestion());

    private static final String USAGE = """
            java -cp benchmarks/target/benchmarks.jar io.github.latchkey.bench.report.Report [OPTIONS]
              --short            minutes instead of half an hour: shows that everything works, not how fast
              --only ID,ID       asks these questions only and keeps the other findings of the directory
              --resume           asks only what has no finding of the same effort in the directory yet
              --out DIRECTORY    where the report goes, default benchmarks/report (benchmarks/target/report if short)
              --page             asks nothing, makes the page anew from the findings
            Run it in the project's folder: a full run also puts its figures into README.md.
            JAVA_HOME_17, JAVA_HOME_25, ... name more JDKs for the questions that are asked on several.
            Questions:\s""";

    private static final Path README = Path.of("README.md");

    private Report() {}

    /**
     * Runs.
     *
     * @param args see the usage
     */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args, QUESTIONS.stream().map(Question::id).toList());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE
                    + String.join(", ", QUESTIONS.stream().map(Question::id).toList()));
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    static boolean run(Options options) throws IOException {
        List<Jdk> jdks = Jdk.found(System.getenv()).toList();
        Run run = new Run(options.effort(), jdks, options.directory());
        Dependencies dependencies = Dependencies.read(Dependencies.directory());
        System.out.println("JDKs: " + jdks);
        boolean allAnswered = true;
        for (Question question : QUESTIONS) {
            if (isWanted(question, options)) {
                Finding finding = ask(question, run, options, dependencies);
                Reports.write(options.directory(), finding);
                allAnswered &= finding.error() == null;
            }
        }
        List<Finding> findings = Reports.read(
                options.directory(), QUESTIONS.stream().map(Question::id).toList());
        Path page = options.directory().resolve("index.html");
        Files.writeString(page, Page.of(findings));
        System.out.println("Report: " + page.toAbsolutePath());
        if (options.isFull() && Files.exists(README)) {
            Figures.update(README, findings);
            System.out.println("Figures: " + README.toAbsolutePath());
        }
        return allAnswered;
    }

    private static boolean isWanted(Question question, Options options) throws IOException {
        if (options.pageOnly() || !(options.only().isEmpty() || options.only().contains(question.id()))) {
            return false;
        }
        return !options.resume()
                || Reports.read(options.directory(), List.of(question.id())).stream()
                        .noneMatch(known -> known.error() == null && known.full() == options.isFull());
    }

    private static Finding ask(Question question, Run run, Options options, Dependencies dependencies) {
        System.out.println(question.id() + ": " + question.title());
        Machine machine = Machine.here(dependencies);
        Instant start = Instant.now();
        Answer answer;
        String error = null;
        try {
            answer = question.ask(run);
        } catch (Exception e) {
            e.printStackTrace();
            error = e.toString();
            answer = new Answer("This question could not be answered.", "", List.of(), List.of(), List.of());
        }
        long seconds = Duration.between(start, Instant.now()).toSeconds();
        System.out.printf(Locale.ROOT, "  %s (%d s)%n", answer.text(), seconds);
        for (Target target : answer.targets()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %s %s: %.2f, %s %.2f%n",
                    target.met() ? "reached" : "MISSED ",
                    target.text(),
                    target.measured(),
                    target.atMost() ? "at most" : "at least",
                    target.limit());
        }
        return new Finding(
                question.id(),
                question.title(),
                options.isFull(),
                start.truncatedTo(ChronoUnit.SECONDS).toString(),
                seconds,
                machine,
                "java -cp benchmarks/target/benchmarks.jar " + Report.class.getName()
                        + (options.isFull() ? "" : " --short") + " --only " + question.id(),
                error,
                answer.text(),
                answer.method(),
                answer.charts(),
                answer.targets(),
                answer.figures());
    }

    /** What was asked for on the command line. */
    record Options(Run.Effort effort, List<String> only, boolean resume, boolean pageOnly, Path directory) {

        static Options parse(String[] args, List<String> ids) {
            Run.Effort effort = Run.Effort.FULL;
            List<String> only = new ArrayList<>();
            boolean resume = false;
            boolean pageOnly = false;
            Path directory = null;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--short" -> effort = Run.Effort.SHORT;
                    case "--tiny" -> effort = Run.Effort.TINY;
                    case "--resume" -> resume = true;
                    case "--page" -> pageOnly = true;
                    case "--only" -> only.addAll(List.of(value(args, ++i).split(",", -1)));
                    case "--out" -> directory = Path.of(value(args, ++i));
                    default -> throw new IllegalArgumentException("There is no option " + args[i] + ".");
                }
            }
            for (String id : only) {
                if (!ids.contains(id)) {
                    throw new IllegalArgumentException("There is no question " + id + ".");
                }
            }
            if (directory == null) {
                directory = Path.of(effort == Run.Effort.FULL ? "benchmarks/report" : "benchmarks/target/report");
            }
            return new Options(effort, only, resume, pageOnly, directory);
        }

        boolean isFull() {
            return effort == Run.Effort.FULL;
        }

        private static String value(String[] args, int at) {
            if (at >= args.length) {
                throw new IllegalArgumentException(args[at - 1] + " needs a value.");
            }
            return args[at];
        }
    }
}
