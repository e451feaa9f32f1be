package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens to jobs: active to disabling to disabled to enabling to active; from any of these to terminating and
 * completed; from any state to deleting and gone. A state that leads on does so when its time is over and what it waits
 * for has ended: tasks for {@code disabling}, release tasks for {@code terminating} and {@code deleting}.
 */
final class JobLife {

    private final BatchAccount account;

    JobLife(BatchAccount account) {
        this.account = account;
    }

    /** Starts the life of a job that was just stored. */
    void begin(Job job) {
        Duration limit = Trees.duration(job.spec.path("constraints"), "maxWallClockTime", Trees.unlimited());
        limit(job, limit);
        account.poolLife().findPool(job);
        JsonNode manager = job.spec.get("jobManagerTask");
        if (manager != null) {
            Tasks.addManager(job, manager);
        }
        settle(job);
    }

    /** Sets how long the job may run, counted from its creation. */
    void limit(Job job, Duration limit) {
        if (job.wallClock != null) {
            job.wallClock.cancel();
        }
        if (!Trees.unlimited(limit)) {
            job.wallClock = account.timeline().at(Ticks.instant(job.created).plus(limit), () -> {
                if (!job.ending()) {
                    terminate(job, "MaxWallClockTimeExpiry");
                }
            });
        }
    }

    void disable(Job job, String option) {
        move(job, JobState.DISABLING);
        switch (option) {
            case "requeue" -> eachRunning(job, account.taskLife()::requeue);
            case "terminate" -> eachRunning(job, account.taskLife()::stop);
            default -> {}
        }
        leaveLater(job, JobState.DISABLING);
    }

    void enable(Job job) {
        move(job, JobState.ENABLING);
        leaveLater(job, JobState.ENABLING);
    }

    void terminate(Job job, String reason) {
        job.terminateReason = reason;
        move(job, JobState.TERMINATING);
        eachRunning(job, account.taskLife()::stop);
        account.setupLife().release(job, () -> settle(job));
        leaveLater(job, JobState.TERMINATING);
    }

    void delete(Job job) {
        boolean released = job.states.is(JobState.COMPLETED);
        move(job, JobState.DELETING);
        eachRunning(job, account.taskLife()::stop);
        if (!released) {
            account.setupLife().release(job, () -> settle(job));
        }
        leaveLater(job, JobState.DELETING);
    }

    /** Does something to the tasks that run; where that lets another job preempt one of them, it runs no more. */
    private static void eachRunning(Job job, Consumer<Task> action) {
        for (Task task : job.book.running()) {
            if (task.group() == Counts.Group.RUNNING) {
                action.accept(task);
            }
        }
    }

    /** A task of the job has completed. */
    void taskCompleted(Task task, JsonNode exitOptions) {
        Job job = task.job;
        if (job.ending()) {
            return;
        }
        boolean succeeded = !task.failed();
        if (job.isManager(task) && Trees.flag(job.spec.path("jobManagerTask"), "killJobOnCompletion", true)) {
            terminate(job, "JMComplete");
            return;
        }
        if (Trees.choice(job.spec, "onTaskFailure", "noaction").equals("performexitoptionsjobaction")) {
            switch (ExitConditions.jobAction(exitOptions, succeeded)) {
                case "terminate" -> {
                    terminate(job, "TaskFailed");
                    return;
                }
                case "disable" -> {
                    if (job.states.is(JobState.ACTIVE)) {
                        disable(job, "requeue");
                        return;
                    }
                }
                default -> {}
            }
        }
        settle(job);
    }

    /** Moves the job on when what it waits for has come. */
    void settle(Job job) {
        switch (job.states.current()) {
            case ACTIVE -> {
                boolean allDone = job.book.counts.unfinished() == 0;
                if (allDone
                        && Trees.choice(job.spec, "onAllTasksComplete", "noaction")
                                .equals("terminatejob")) {
                    terminate(job, "AllTasksComplete");
                }
            }
            case DISABLING -> {
                if (job.transitionDue && job.book.counts.of(Counts.Group.RUNNING) == 0) {
                    move(job, JobState.DISABLED);
                }
            }
            case ENABLING -> {
                if (job.transitionDue) {
                    move(job, JobState.ACTIVE);
                    settle(job);
                    account.scheduler().poke(job);
                }
            }
            case TERMINATING -> {
                if (job.transitionDue && job.releasing == 0) {
                    complete(job);
                }
            }
            case DELETING -> {
                if (job.transitionDue && job.releasing == 0) {
                    remove(job);
                }
            }
            default -> {}
        }
    }

    private void complete(Job job) {
        job.ended = account.now();
        move(job, JobState.COMPLETED);
        cancelLimit(job);
        account.poolLife().jobEnded(job);
        if (job.schedule != null) {
            account.scheduleLife().jobEnded(job.schedule);
        }
    }

    private void remove(Job job) {
        cancelLimit(job);
        for (Task task : job.book.tasks.values()) {
            account.instanceLife().scatter(task);
            account.taskLife().forget(task);
        }
        account.setupLife().forget(job);
        account.remove(job);
        account.poolLife().jobEnded(job);
        if (job.schedule != null) {
            job.schedule.jobs.remove(job.key);
            account.scheduleLife().jobEnded(job.schedule);
        }
    }

    private static void cancelLimit(Job job) {
        if (job.wallClock != null) {
            job.wallClock.cancel();
        }
    }

    private void move(Job job, JobState next) {
        job.states.move(next, account.now());
        job.transitionDue = false;
        job.touch();
    }

    private void leaveLater(Job job, JobState state) {
        long entered = job.states.since();
        account.timeline().after(account.timings().jobTransition(), () -> {
            if (job.states.is(state) && job.states.since() == entered) {
                job.transitionDue = true;
                settle(job);
            }
        });
    }
}
