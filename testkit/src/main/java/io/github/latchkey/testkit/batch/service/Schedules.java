package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.util.List;

/** The operations on job schedules. */
final class Schedules {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final List<String> UPDATABLE = List.of("schedule", "jobSpecification", "metadata");

    private Schedules() {}

    static ServerResponse add(Call call) {
        BatchAccount account = call.account;
        ObjectNode spec = call.body();
        String id = spec.remove("id").asText();
        Ids.check("id", id);
        check(call, spec);
        JobSchedule existing = account.schedules.get(Ids.key(id));
        if (existing != null) {
            boolean deleting = existing.states.is(ScheduleState.DELETING);
            throw (deleting ? ErrorCode.JOB_SCHEDULE_BEING_DELETED : ErrorCode.JOB_SCHEDULE_EXISTS).fault();
        }
        if (account.jobs.containsKey(Ids.key(id))) {
            throw ErrorCode.JOB_WITH_SAME_ID_EXISTS.fault();
        }
        account.checkJobQuota();
        fill(spec);
        JobSchedule schedule = new JobSchedule(account, id, spec);
        account.schedules.put(schedule.key, schedule);
        account.scheduleLife().plan(schedule);
        return Reply.created(call, schedule);
    }

    private static void check(Call call, ObjectNode spec) {
        rules(call, spec);
        Jobs.checkPool(call, spec.at("/jobSpecification/poolInfo"));
    }

    private static void rules(Call call, ObjectNode spec) {
        Checks.common(call.account, spec);
        Checks.atLeast(spec.path("schedule"), "startWindow", SHORTEST);
        Checks.atLeast(spec.path("schedule"), "recurrenceInterval", SHORTEST);
        Jobs.rules(call, (ObjectNode) spec.get("jobSpecification"));
    }

    private static void fill(ObjectNode spec) {
        Jobs.fill((ObjectNode) spec.get("jobSpecification"));
    }

    static ServerResponse list(Call call) {
        return Listing.page(call, "jobschedules", call.account.schedules, JobSchedule::write);
    }

    static ServerResponse get(Call call) {
        JobSchedule schedule = find(call);
        return Reply.resource(call, "jobschedules/@Element", schedule, schedule.write(call.view()));
    }

    static ServerResponse exists(Call call) {
        return Reply.versioned(Reply.status(200), find(call));
    }

    /** Finds the schedule of a path and checks the conditions. */
    static JobSchedule find(Call call) {
        JobSchedule schedule = call.account.schedules.get(Ids.key(call.path("jobScheduleId")));
        if (schedule == null) {
            throw ErrorCode.JOB_SCHEDULE_NOT_FOUND.fault();
        }
        Conditions.check(call, schedule);
        return schedule;
    }

    private static void refuse(JobSchedule schedule, ScheduleState... states) {
        if (List.of(states).contains(schedule.states.current())) {
            throw switch (schedule.states.current()) {
                case DELETING -> ErrorCode.JOB_SCHEDULE_BEING_DELETED.fault();
                case TERMINATING -> ErrorCode.JOB_SCHEDULE_BEING_TERMINATED.fault();
                case COMPLETED -> ErrorCode.JOB_SCHEDULE_COMPLETED.fault();
                case DISABLED -> ErrorCode.JOB_SCHEDULE_DISABLED.fault();
                default -> ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE.fault();
            };
        }
    }

    static ServerResponse patch(Call call) {
        JobSchedule schedule = find(call);
        ObjectNode body = call.body();
        ObjectNode changed = schedule.spec.deepCopy();
        UPDATABLE.stream().filter(body::has).forEach(name -> changed.set(name, body.get(name)));
        return change(call, schedule, changed);
    }

    static ServerResponse update(Call call) {
        JobSchedule schedule = find(call);
        ObjectNode body = call.body();
        ObjectNode changed = schedule.spec.deepCopy();
        changed.remove(UPDATABLE);
        changed.setAll(body);
        return change(call, schedule, changed);
    }

    private static ServerResponse change(Call call, JobSchedule schedule, ObjectNode changed) {
        refuse(schedule, ScheduleState.DELETING, ScheduleState.TERMINATING, ScheduleState.COMPLETED);
        rules(call, changed);
        fill(changed);
        JsonNode pool = changed.at("/jobSpecification/poolInfo");
        if (!pool.equals(schedule.spec.at("/jobSpecification/poolInfo"))) {
            Jobs.checkPool(call, pool);
        }
        JsonNode before = schedule.spec.get("schedule");
        schedule.spec = changed;
        schedule.touch();
        if (!before.equals(changed.get("schedule"))) {
            call.account.scheduleLife().plan(schedule);
        }
        return Reply.done(call, 200, schedule);
    }

    static ServerResponse disable(Call call) {
        JobSchedule schedule = find(call);
        refuse(
                schedule,
                ScheduleState.DELETING,
                ScheduleState.TERMINATING,
                ScheduleState.COMPLETED,
                ScheduleState.DISABLED);
        call.account.scheduleLife().disable(schedule);
        return Reply.done(call, 204, schedule);
    }

    static ServerResponse enable(Call call) {
        JobSchedule schedule = find(call);
        refuse(
                schedule,
                ScheduleState.DELETING,
                ScheduleState.TERMINATING,
                ScheduleState.COMPLETED,
                ScheduleState.ACTIVE);
        call.account.scheduleLife().enable(schedule);
        return Reply.done(call, 204, schedule);
    }

    static ServerResponse terminate(Call call) {
        JobSchedule schedule = find(call);
        refuse(schedule, ScheduleState.DELETING, ScheduleState.TERMINATING, ScheduleState.COMPLETED);
        call.account.scheduleLife().terminate(schedule);
        return Reply.done(call, 202, schedule);
    }

    static ServerResponse delete(Call call) {
        JobSchedule schedule = find(call);
        refuse(schedule, ScheduleState.DELETING);
        call.account.scheduleLife().delete(schedule);
        return Reply.status(202);
    }
}
