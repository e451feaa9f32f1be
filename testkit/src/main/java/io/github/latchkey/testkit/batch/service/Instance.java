package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One part of a multi-instance task, on one node: its primary, or a subtask. As a run it is that of the coordination
 * command; the application command of the primary is the run of the task.
 */
final class Instance extends CommandRun {

    final int number;
    final Node node;
    final StateTrack<TaskState> states;

    /** Whether the coordination command has succeeded. */
    boolean coordinated;

    private Instance(int number, Node node, long now) {
        this.number = number;
        this.node = node;
        this.states = new StateTrack<>("state", TaskState.PREPARING, now);
    }

    static List<Instance> on(List<Node> nodes, long now) {
        List<Instance> instances = new ArrayList<>();
        for (Node node : nodes) {
            instances.add(new Instance(instances.size(), node, now));
        }
        return instances;
    }

    boolean isSubtask() {
        return number > 0;
    }

    boolean over() {
        return states.is(TaskState.COMPLETED);
    }

    /** The directory of the instance on its node; that of the primary is the task's own. */
    String directory(Task task) {
        String directory = TaskFiles.directory(task);
        return isSubtask() ? directory + "/" + number : directory;
    }

    /** Writes what the list of subtasks shows. */
    ObjectNode write(Task task, View view) {
        boolean capitalized = task.job.account.quirks().capitalizedOutcomes();
        ObjectNode info = Trees.object();
        info.put("id", number);
        info.set("nodeInfo", node.info(view, directory(task)));
        Trees.putTime(info, "startTime", start);
        Trees.putTime(info, "endTime", end);
        states.write(info);
        if (exited) {
            info.put("exitCode", exitCode);
        }
        if (failure != null) {
            info.set("failureInfo", failure.write(capitalized));
        }
        if (over()) {
            info.put("result", Wire.result(failure == null, capitalized));
        }
        return info;
    }
}
