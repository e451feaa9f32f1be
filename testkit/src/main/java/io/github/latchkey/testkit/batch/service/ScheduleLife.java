package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to job schedules: they make a job when its time has come, one at a time, until they are disabled,
 * completed, terminated or deleted.
 */
final class ScheduleLife {

    private final BatchAccount account;

    ScheduleLife(BatchAccount account) {
        this.account = account;
    }

    /** Plans the next job after a schedule was made, changed or enabled. */
    void plan(JobSchedule schedule) {
        if (schedule.due != null) {
            schedule.due.cancel();
            schedule.due = null;
        }
        if (!schedule.states.is(ScheduleState.ACTIVE)) {
            return;
        }
        Duration interval = interval(schedule);
        if (interval == null && schedule.runs > 0) {
            schedule.nextRun = Ticks.NEVER;
            completeWhenDone(schedule);
            return;
        }
        Instant now = account.timeline().now();
        Instant next = time(schedule, "doNotRunUntil", now);
        if (interval != null && schedule.runs > 0) {
            Instant following = occurrence(schedule, interval, now).plus(interval);
            next = following.isAfter(next) ? following : next;
        }
        next = next.isBefore(now) ? now : next;
        Instant last = time(schedule, "doNotRunAfter", Instant.MAX);
        if (next.isAfter(last)) {
            schedule.nextRun = Ticks.NEVER;
            completeWhenDone(schedule);
            return;
        }
        schedule.nextRun = Ticks.of(next);
        schedule.due = account.timeline().at(next, () -> fire(schedule));
    }

    private void fire(JobSchedule schedule) {
        schedule.due = null;
        if (!schedule.states.is(ScheduleState.ACTIVE)) {
            return;
        }
        if (schedule.recent == null || schedule.recent.states.is(JobState.COMPLETED) || isGone(schedule.recent)) {
            run(schedule, Ticks.instant(schedule.nextRun));
            plan(schedule);
        }
        // Otherwise the end of the present job starts the next one, if that is within the start window.
    }

    private boolean isGone(Job job) {
        return account.jobs.get(job.key) != job;
    }

    /** The latest time up to now at which a job was due. */
    private static Instant occurrence(JobSchedule schedule, Duration interval, Instant now) {
        Instant last = Ticks.instant(schedule.lastRun);
        long missed = Duration.between(last, now).dividedBy(interval);
        return last.plus(interval.multipliedBy(Math.max(0, missed)));
    }

    private void run(JobSchedule schedule, Instant occurrence) {
        schedule.runs++;
        schedule.lastRun = Ticks.of(occurrence);
        ObjectNode spec = ((ObjectNode) schedule.spec.get("jobSpecification")).deepCopy();
        Jobs.fill(spec);
        Job job = new Job(account, schedule.id + ":job-" + schedule.runs, spec, account.nextNumber(), schedule);
        schedule.jobs.put(job.key, job);
        schedule.recent = job;
        account.add(job);
        account.jobLife().begin(job);
    }

    /** A job of the schedule has come to its end. */
    void jobEnded(JobSchedule schedule) {
        switch (schedule.states.current()) {
            case ACTIVE -> {
                if (schedule.due == null && schedule.nextRun != Ticks.NEVER) {
                    catchUp(schedule);
                }
                completeWhenDone(schedule);
            }
            case TERMINATING -> finishTerminating(schedule);
            case DELETING -> finishDeleting(schedule);
            default -> {}
        }
    }

    /** Runs the job that was due while the last one ran, unless its start window or the schedule's time has passed. */
    private void catchUp(JobSchedule schedule) {
        Duration window = Trees.duration(schedule.spec.path("schedule"), "startWindow", Trees.unlimited());
        Instant now = account.timeline().now();
        Duration interval = interval(schedule);
        Instant missed = interval == null ? Ticks.instant(schedule.nextRun) : occurrence(schedule, interval, now);
        boolean over = now.isAfter(time(schedule, "doNotRunAfter", Instant.MAX));
        if (!over && Duration.between(missed, now).compareTo(window) <= 0) {
            run(schedule, missed);
        }
        plan(schedule);
    }

    private void completeWhenDone(JobSchedule schedule) {
        boolean over = schedule.due == null && schedule.nextRun == Ticks.NEVER;
        if (over && schedule.states.is(ScheduleState.ACTIVE) && allEnded(schedule)) {
            end(schedule);
        }
    }

    private static boolean allEnded(JobSchedule schedule) {
        return schedule.jobs.values().stream().allMatch(job -> job.states.is(JobState.COMPLETED));
    }

    private void end(JobSchedule schedule) {
        schedule.ended = account.now();
        schedule.nextRun = Ticks.NEVER;
        move(schedule, ScheduleState.COMPLETED);
        account.poolLife().scheduleEnded(schedule);
    }

    void disable(JobSchedule schedule) {
        move(schedule, ScheduleState.DISABLED);
        if (schedule.due != null) {
            schedule.due.cancel();
            schedule.due = null;
        }
    }

    void enable(JobSchedule schedule) {
        move(schedule, ScheduleState.ACTIVE);
        plan(schedule);
    }

    void terminate(JobSchedule schedule) {
        move(schedule, ScheduleState.TERMINATING);
        cancel(schedule);
        for (Job job : List.copyOf(schedule.jobs.values())) {
            if (!job.ending()) {
                account.jobLife().terminate(job, "TerminateJobSchedule");
            }
        }
        account.timeline().after(account.timings().jobTransition(), () -> finishTerminating(schedule));
    }

    private void finishTerminating(JobSchedule schedule) {
        if (schedule.states.is(ScheduleState.TERMINATING) && allEnded(schedule)) {
            end(schedule);
        }
    }

    void delete(JobSchedule schedule) {
        move(schedule, ScheduleState.DELETING);
        cancel(schedule);
        for (Job job : List.copyOf(schedule.jobs.values())) {
            if (!job.states.is(JobState.DELETING)) {
                account.jobLife().delete(job);
            }
        }
        account.timeline().after(account.timings().jobTransition(), () -> finishDeleting(schedule));
    }

    private void finishDeleting(JobSchedule schedule) {
        if (schedule.states.is(ScheduleState.DELETING) && schedule.jobs.isEmpty()) {
            account.schedules.remove(schedule.key);
            account.poolLife().scheduleEnded(schedule);
        }
    }

    private static void cancel(JobSchedule schedule) {
        if (schedule.due != null) {
            schedule.due.cancel();
            schedule.due = null;
        }
        schedule.nextRun = Ticks.NEVER;
    }

    private void move(JobSchedule schedule, ScheduleState next) {
        schedule.states.move(next, account.now());
        schedule.touch();
    }

    private static @Nullable Duration interval(JobSchedule schedule) {
        String text = Trees.text(schedule.spec.path("schedule"), "recurrenceInterval");
        return text == null ? null : Trees.duration(text);
    }

    private static Instant time(JobSchedule schedule, String member, Instant otherwise) {
        JsonNode text = schedule.spec.path("schedule").path(member);
        return text.isTextual() ? Instant.parse(text.asText()) : otherwise;
    }
}
