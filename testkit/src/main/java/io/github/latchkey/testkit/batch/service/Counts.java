package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** How many tasks of a job, and how many of their slots, are in each state; kept as tasks move, never counted. */
final class Counts {

    private final Map<Group, Tally> tallies = new EnumMap<>(Group.class);

    Counts() {
        for (Group group : Group.values()) {
            tallies.put(group, new Tally());
        }
    }

    /** What task counts tell apart; a task that is being prepared counts as running. */
    enum Group {
        ACTIVE,
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    private static final class Tally {
        private int tasks;
        private int slots;
    }

    void add(Group group, int requiredSlots) {
        Tally tally = tally(group);
        tally.tasks++;
        tally.slots += requiredSlots;
    }

    void remove(Group group, int requiredSlots) {
        Tally tally = tally(group);
        tally.tasks--;
        tally.slots -= requiredSlots;
    }

    private Tally tally(Group group) {
        Tally tally = tallies.get(group);
        if (tally == null) {
            throw new IllegalStateException("there is no tally of " + group);
        }
        return tally;
    }

    int of(Group group) {
        return tally(group).tasks;
    }

    int unfinished() {
        return of(Group.ACTIVE) + of(Group.RUNNING);
    }

    ObjectNode write() {
        ObjectNode node = Trees.object();
        node.set("taskCounts", write(tally -> tally.tasks));
        node.set("taskSlotCounts", write(tally -> tally.slots));
        return node;
    }

    private ObjectNode write(ToIntFunction<Tally> number) {
        int succeeded = number.applyAsInt(tally(Group.SUCCEEDED));
        int failed = number.applyAsInt(tally(Group.FAILED));
        return Trees.object()
                .put("active", number.applyAsInt(tally(Group.ACTIVE)))
                .put("running", number.applyAsInt(tally(Group.RUNNING)))
                .put("completed", succeeded + failed)
                .put("succeeded", succeeded)
                .put("failed", failed);
    }
}
