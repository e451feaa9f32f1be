package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.admin.FaultRule;
import io.github.latchkey.testkit.document.Document;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.time.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a configuration comes to: the fakes before they start, and what the program tells about them.
 *
 * @param azure the fakes
 * @param shown whom the program tells how to sign in as
 * @param accounts the names of the Batch accounts, the first one first
 * @param ports where accounts listen that say so, by name
 * @param faults what goes wrong from the start
 */
record Setup(
        FakeAzure.Builder azure, Shown shown, List<String> accounts, Map<String, Value> ports, List<FaultRule> faults) {

    /**
     * Reads a configuration. Nothing is started, and reading goes on after a fault, so that all of them are told at
     * once.
     *
     * @param document the configuration; its problems tell whether the result is good
     * @param folder what the names of files in it are relative to
     */
    static Setup read(Document document, Path folder) {
        Section root = document.root().section();
        root.text("$schema");
        FakeAzure.Builder azure = FakeAzure.builder();
        root.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(azure::seed);
        root.section("clock").ifPresent(section -> azure.clock(clock(section, azure)));
        EntraReader entra = new EntraReader(root, folder);
        azure.entra(entra::describe).prepare(entra::prepare);
        root.flag("autoApprove").filter(approve -> approve).ifPresent(approve -> approve(azure, entra.shown()));
        AccountReader accounts = new AccountReader(root, entra);
        accounts.describe(azure);
        List<FaultRule> faults = faults(root, accounts.names(), entra);
        root.end();
        return new Setup(azure, entra.shown(), List.copyOf(accounts.names()), accounts.ports(), faults);
    }

    /** Answers device codes and authorize requests without a person. */
    void approve() {
        approve(azure, shown);
    }

    private static void approve(FakeAzure.Builder azure, Shown shown) {
        azure.entra(builder -> builder.autoApprove(shown.userName()));
    }

    private static TestClock clock(Section section, FakeAzure.Builder azure) {
        Optional<Instant> start = section.instant("start");
        TestClock clock = section.flag("frozen").orElse(false) ? TestClock.frozen() : TestClock.running();
        section.member("start")
                .ifPresent(one -> start.ifPresent(time -> one.attempt(() -> {
                    clock.set(time);
                    return time;
                })));
        skew(section, "entraAhead", clock, UnaryOperator.identity(), azure);
        skew(section, "entraBehind", clock, Duration::negated, azure);
        if (section.member("entraAhead").isPresent()
                && section.member("entraBehind").isPresent()) {
            section.value().problem("Entra ID's clock cannot be both 'entraAhead' and 'entraBehind'");
        }
        section.end();
        return clock;
    }

    /** Sets Entra ID's clock wrong, tried on a clock that is thrown away: a time has four digits for its year. */
    private static void skew(
            Section section, String name, TestClock clock, UnaryOperator<Duration> direction, FakeAzure.Builder azure) {
        Optional<Duration> skew = section.duration(name).map(direction);
        section.member(name)
                .ifPresent(one -> skew.ifPresent(by -> one.attempt(() -> {
                    TestClock.frozen().set(clock.instant().plus(by));
                    return azure.entra(entra -> entra.clockSkew(by));
                })));
    }

    private static List<FaultRule> faults(Section root, Set<String> accounts, EntraReader entra) {
        List<FaultRule> rules = new ArrayList<>();
        for (Value value : root.list("faults")) {
            FaultRule.read(value).ifPresent(rule -> {
                rule.check(value, accounts, entra::knowsApp);
                rules.add(rule);
            });
        }
        return rules;
    }
}
