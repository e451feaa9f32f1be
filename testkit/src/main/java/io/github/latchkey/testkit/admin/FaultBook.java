package io.github.latchkey.testkit.admin;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.http.Faults;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules that were written in JSON and are in force, each with a number by which it can be removed. Safe for use by
 * many threads.
 */
public final class FaultBook {

    private final Map<Integer, Entry> entries = new TreeMap<>();
    private int last;

    /** Opens an empty book. */
    public FaultBook() {}

    /**
     * A rule in force.
     *
     * @param id its number
     * @param rule as it was written
     * @param plans its form in the plan of each server that it is about
     */
    record Entry(int id, FaultRule rule, List<Faults.Rule> plans) {

        /** Tells whether it still decides somewhere; a plan may have been cleared by others. */
        boolean isInForce() {
            return plans.stream().anyMatch(Faults.Rule::isInForce);
        }

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
     * @param azure the fakes that it is about
     * @param rule the rule
     * @return its number
     */
    public synchronized int add(FakeAzure azure, FaultRule rule) {
        List<Faults.Rule> plans = plans(azure, rule).stream()
                .map(faults -> rule.plan().addTo(faults, azure.entra()))
                .toList();
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
        prune();
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
        prune();
        return List.copyOf(entries.values());
    }

    /** Crosses out what others have taken out of force, such as {@link FakeAzure#reset()}. */
    private void prune() {
        entries.values().removeIf(entry -> !entry.isInForce());
    }

    private static List<Faults> plans(FakeAzure azure, FaultRule rule) {
        return switch (rule.server()) {
            case ENTRA -> List.of(azure.entra().faults());
            case MANAGED_IDENTITY -> List.of(azure.entra().managedIdentity().faults());
            case BATCH ->
                azure.accounts().stream()
                        .filter(account -> rule.isAbout(account.accountName()))
                        .map(FakeBatch::faults)
                        .toList();
        };
    }
}
