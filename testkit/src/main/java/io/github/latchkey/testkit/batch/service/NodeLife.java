package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What happens to nodes: creating, starting, waiting for the start task where there is one, idle and running by turns,
 * offline while they are to get no tasks; rebooting, reimaging, upgrading or deallocated in between; leaving at the
 * end. Tests make them unusable, unknown and preempted.
 */
final class NodeLife {

    private final BatchAccount account;

    NodeLife(BatchAccount account) {
        this.account = account;
    }

    Node create(Pool pool, boolean dedicated) {
        int number = pool.nextNode++;
        String stamp = Ticks.text(account.now())
                .substring(0, 19)
                .replaceAll("[-:]", "")
                .toLowerCase(Locale.ROOT);
        String id = "tvm-" + Math.floorMod(pool.key.hashCode(), 1_000_000_000) + "_" + (number + 1) + "-" + stamp + "z";
        Node node = new Node(pool, id, number, dedicated);
        pool.nodes.put(id, node);
        next(node, account.timings().nodeCreate(), () -> boot(node, NodeState.STARTING));
        return node;
    }

    /** Goes through a state that ends with a running machine. */
    private void boot(Node node, NodeState state) {
        move(node, state);
        account.setupLife().abandon(node);
        next(node, account.timings().nodeStart(), () -> {
            node.booted = account.now();
            booted(node, state == NodeState.REBOOTING);
        });
    }

    private void booted(Node node, boolean sameDisk) {
        if (sameDisk) {
            node.preparations
                    .values()
                    .removeIf(run -> run.succeeded() && Trees.flag(run.spec, "rerunOnNodeRebootAfterSuccess", true));
        } else {
            node.preparations.clear();
            node.directories.clear();
            account.jobs.values().forEach(job -> job.refused.remove(node));
        }
        JsonNode startTask = node.pool.spec.get("startTask");
        if (startTask == null) {
            ready(node);
            return;
        }
        boolean waits = Trees.flag(startTask, "waitForSuccess", true);
        if (waits) {
            move(node, NodeState.WAITINGFORSTARTTASK);
        }
        account.setupLife().start(node, startTask, run -> {
            if (waits && !run.succeeded()) {
                node.errors.clear();
                node.errors.add(Failure.user("StartTaskFailed", "The start task of the node failed"));
                move(node, NodeState.STARTTASKFAILED);
            } else if (waits) {
                ready(node);
            }
        });
        if (!waits) {
            ready(node);
        }
    }

    private void ready(Node node) {
        node.errors.clear();
        move(node, node.atRest());
        account.scheduler().poke(node.pool);
    }

    /** Restarts or reimages a node once its tasks are treated as the option says. */
    void restart(Node node, NodeState state, String option) {
        release(node, option, () -> boot(node, state));
    }

    void deallocate(Node node, String option) {
        release(node, option, () -> {
            move(node, NodeState.DEALLOCATING);
            account.setupLife().abandon(node);
            next(node, account.timings().nodeStart(), () -> move(node, NodeState.DEALLOCATED));
        });
    }

    void start(Node node) {
        boot(node, NodeState.STARTING);
    }

    void disableScheduling(Node node, String option) {
        node.pool.change(node, () -> node.schedulingEnabled = false);
        if (!option.equals("taskcompletion")) {
            clear(node, option);
        }
        if (node.states.is(NodeState.IDLE)) {
            move(node, NodeState.OFFLINE);
        }
    }

    void enableScheduling(Node node) {
        node.pool.change(node, () -> node.schedulingEnabled = true);
        if (node.states.is(NodeState.OFFLINE)) {
            move(node, NodeState.IDLE);
        }
        account.scheduler().poke(node.pool);
    }

    /** Loses a node as a broken machine is lost: it becomes unusable and its tasks go back to the queue. */
    void lose(Node node) {
        move(node, NodeState.UNUSABLE);
        node.errors.add(Failure.user("NodeLost", "The node stopped answering"));
        down(node);
        if (node.departing) {
            move(node, NodeState.LEAVINGPOOL);
        }
    }

    /** Takes a low-priority node away, as the service does when it needs the capacity. */
    void preempt(Node node) {
        move(node, NodeState.PREEMPTED);
        down(node);
        next(node, account.timings().poolResize(), () -> {
            gone(node);
            account.poolLife().replaceLost(node.pool);
        });
    }

    /** Plans what comes next for a node, in place of what was to come. */
    private void next(Node node, Duration delay, Runnable work) {
        nothingNext(node);
        node.due = account.timeline().after(delay, work);
    }

    private static void nothingNext(Node node) {
        if (node.due != null) {
            node.due.cancel();
            node.due = null;
        }
    }

    /** Ends all that goes on at a node, and what waited for it. */
    private void down(Node node) {
        nothingNext(node);
        node.whenEmpty = null;
        account.setupLife().abandon(node);
        clear(node, "requeue");
    }

    /** Loses contact with a node: its tasks go on, but nobody hears of them. */
    void loseContact(Node node) {
        move(node, NodeState.UNKNOWN);
    }

    /** Repairs a node: one that was lost from sight is as it was and tells what happened, a broken one is restarted. */
    void recover(Node node) {
        if (node.states.is(NodeState.UNUSABLE)) {
            boot(node, NodeState.REBOOTING);
            return;
        }
        move(node, node.tasks.isEmpty() ? node.atRest() : NodeState.RUNNING);
        node.catchUp();
        account.scheduler().poke(node.pool);
    }

    /**
     * Gives a node another operating system; one that works is left alone until its tasks have ended, where that is
     * wanted.
     */
    void upgrade(Node node, boolean deferred) {
        release(node, deferred ? "taskcompletion" : "requeue", () -> boot(node, NodeState.UPGRADINGOS));
    }

    /** Lets a node leave its pool; it goes when its tasks are treated as the option says. */
    void leave(Node node, String option) {
        node.pool.change(node, () -> node.departing = true);
        release(node, option, () -> {});
    }

    private void depart(Node node) {
        nothingNext(node);
        account.setupLife().abandon(node);
        move(node, NodeState.LEAVINGPOOL);
    }

    /** Lets a node stay that was to leave when its tasks had ended. */
    void stay(Node node) {
        node.pool.change(node, () -> {
            node.departing = false;
            node.whenEmpty = null;
        });
    }

    /** Removes a node for good. */
    void gone(Node node) {
        account.usage().add(Usage.of(node, account.now()));
        nothingNext(node);
        node.pool.open.remove(node);
        node.pool.nodes.remove(node.id);
        account.setupLife().abandon(node);
    }

    /**
     * Does something with a node once its tasks are treated as the option says; until then it gets no more of them.
     * What is asked last counts, except that a node that is to leave its pool does that and nothing else.
     */
    private void release(Node node, String option, Runnable then) {
        node.pool.change(node, () -> node.whenEmpty = node.departing ? () -> depart(node) : then);
        if (!option.equals("taskcompletion") && !option.equals("retaineddata")) {
            clear(node, option);
        }
        emptied(node);
    }

    private void clear(Node node, String option) {
        for (Task task : List.copyOf(node.tasks)) {
            account.taskLife().withdraw(task, option.equals("terminate"));
        }
    }

    /** A task has left the node; goes on with what waited for the last one. */
    void emptied(Node node) {
        Runnable then = node.whenEmpty;
        if (then != null && node.tasks.isEmpty()) {
            node.whenEmpty = null;
            then.run();
        }
    }

    private void move(Node node, NodeState next) {
        node.pool.change(node, () -> node.states.move(next, account.now()));
    }
}
