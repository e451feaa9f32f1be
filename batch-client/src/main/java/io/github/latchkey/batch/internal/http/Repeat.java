package io.github.latchkey.batch.internal.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a failed request may be sent again. A try is <i>unclear</i> when its answer was lost after it may have reached
 * the service. What a later try of the same call is told after an unclear one can mean that nothing is left to do.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets are made by Set.of
public enum Repeat {

    /** Changes nothing: repeated after every transient failure. */
    READ("after every transient failure", Set.of()),

    /** Leads to the same state however often it is sent: repeated after every transient failure. */
    WRITE("after every transient failure, unless it has a condition", Set.of()),

    /** Creates under an id of the caller's: repeated; "exists" after an unclear try counts as success. */
    CREATE(
            "after every transient failure; \"exists\" after a try whose answer was lost counts as success",
            Set.of(
                    "JobExists",
                    "PoolExists",
                    "JobScheduleExists",
                    "TaskExists",
                    "CertificateExists",
                    "NodeUserExists")),

    /** Deletes: repeated; "not found" and "being deleted" after an unclear try count as success. */
    DELETE(
            "after every transient failure, unless it has a condition; \"not found\" and \"being deleted\" after a try"
                    + " whose answer was lost count as success",
            Set.of(
                    "JobNotFound",
                    "PoolNotFound",
                    "JobScheduleNotFound",
                    "TaskNotFound",
                    "CertificateNotFound",
                    "NodeUserNotFound",
                    "FileNotFound",
                    "JobBeingDeleted",
                    "PoolBeingDeleted",
                    "JobScheduleBeingDeleted",
                    "CertificateBeingDeleted")),

    /** Ends something: repeated; "is ending" and "has ended" after an unclear try count as success. */
    END(
            "after every transient failure, unless it has a condition; \"being terminated\" and \"completed\" after a try"
                    + " whose answer was lost count as success",
            Set.of(
                    "JobBeingTerminated",
                    "JobCompleted",
                    "TaskCompleted",
                    "JobScheduleBeingTerminated",
                    "JobScheduleCompleted")),

    /** Switches something: repeated; "is there already" after an unclear try counts as success. */
    SWITCH(
            "after every transient failure; \"already in that state\" after a try whose answer was lost counts as success",
            Set.of("NodeAlreadyInTargetSchedulingState")),

    /** Would do it twice, or is refused the second time: repeated only if the first try surely had no effect. */
    ONCE("only if the service surely did not act: no connection, or its own 408, 429, 503", Set.of());

    private final String rule;
    private final Set<String> doneCodes;

    Repeat(String rule, Set<String> doneCodes) {
        this.rule = rule;
        this.doneCodes = doneCodes;
    }

    /**
     * Returns the rule in words.
     *
     * @return for the documentation
     */
    public String rule() {
        return rule;
    }

    boolean isDone(@Nullable String code) {
        return code != null && doneCodes.contains(code);
    }
}
