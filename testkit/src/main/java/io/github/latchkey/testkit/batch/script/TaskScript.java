package io.github.latchkey.testkit.batch.script;

/**
 * Decides what a try to run a task comes to. Asked when the try begins, while the account is locked: it must answer at
 * once, must not call back into the account, and should answer alike for like attempts.
 */
@FunctionalInterface
public interface TaskScript {

    /**
     * Decides one attempt.
     *
     * @param attempt what is about to run
     * @return what comes of it
     */
    TaskOutcome outcome(TaskAttempt attempt);

    /**
     * The script of an account that was given none: everything succeeds.
     *
     * @return a script that always answers {@link TaskOutcome#succeeds()}
     */
    static TaskScript success() {
        return attempt -> TaskOutcome.succeeds();
    }
}
