package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of a resource and the one before it, each with the time since when. */
final class StateTrack<S extends Enum<S>> {

    private final String member;
    private S current;
    private long since;
    private @Nullable S previous;
    private long previousSince;

    StateTrack(String member, S initial, long now) {
        this.member = member;
        this.current = initial;
        this.since = now;
    }

    static String wire(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    S current() {
        return current;
    }

    boolean is(S state) {
        return current == state;
    }

    long since() {
        return since;
    }

    void move(S next, long now) {
        if (next != current) {
            previous = current;
            previousSince = since;
            current = next;
            since = now;
        }
    }

    /** Writes state and transition times; the previous ones only when there was a previous state. */
    void write(ObjectNode node) {
        node.put(member, wire(current));
        node.put(member + "TransitionTime", Ticks.text(since));
        if (previous != null && member.equals("state")) {
            node.put("previousState", wire(previous));
            node.put("previousStateTransitionTime", Ticks.text(previousSince));
        }
    }
}
