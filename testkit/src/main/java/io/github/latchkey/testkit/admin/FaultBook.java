package io.github.latchkey.testkit.admin;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.service.BatchAnswers;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.FakeManagedIdentity;
import io.github.latchkey.testkit.http.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules that were written in JSON and are in force, each with a number by which it can be removed. Safe for use by many
 * threads.
 */
public final class FaultBook {

    private final FakeAzure azure;
    private final Map<Integer, Entry> entries = new TreeMap<>();
    private int last;

    /**
     * Opens an empty book.
     *
     * @param azure the fakes that the rules are about
     */
    public FaultBook(FakeAzure azure) {
        this.azure = azure;
    }

    /**
     * A rule in force.
     *
     * @param id its number
     * @param rule as it was written
     * @param plans its form in the plan of each server that it is about
     */
    record Entry(int id, FaultRule rule, List<Faults.Rule> plans) {

        long seen() {
            return plans.stream().mapToLong(Faults.Rule::seen).sum();
        }

        long hits() {
            return plans.stream().mapToLong(Faults.Rule::hits).sum();
        }
    }

    /**
     * Brings a rule into force.
     *
     * @param rule the rule
     * @return its number
     */
    public synchronized int add(FaultRule rule) {
        List<Faults.Rule> plans =
                targets(rule).stream().map(target -> rule.plan().apply(target)).toList();
        last++;
        entries.put(last, new Entry(last, rule, plans));
        return last;
    }

    /**
     * Takes a rule out of force.
     *
     * @param id its number
     * @return whether there was such a rule
     */
    public synchronized boolean remove(int id) {
        Entry removed = entries.remove(id);
        if (removed != null) {
            removed.plans().forEach(Faults.Rule::remove);
        }
        return removed != null;
    }

    /** Takes all rules of this book out of force. */
    public synchronized void clear() {
        List.copyOf(entries.keySet()).forEach(this::remove);
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    private List<FaultTarget> targets(FaultRule rule) {
        FakeEntra entra = azure.entra();
        return switch (rule.server()) {
            case ENTRA -> List.of(new FaultTarget(entra.faults(), entra.answers()::status, entra.answers()::error));
            case MANAGED_IDENTITY ->
                List.of(new FaultTarget(
                        entra.managedIdentity().faults(), FakeManagedIdentity::answer, entra.answers()::error));
            case BATCH -> {
                List<FaultTarget> targets = new ArrayList<>();
                for (FakeBatch account : azure.accounts()) {
                    if (rule.isAbout(account.accountName())) {
                        targets.add(new FaultTarget(account.faults(), BatchAnswers::status, entra.answers()::error));
                    }
                }
                yield targets;
            }
        };
    }
}
