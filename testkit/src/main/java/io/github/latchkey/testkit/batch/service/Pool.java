package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pool and its nodes. */
final class Pool extends Resource {

    private static final Pattern CORES = Pattern.compile("(?:standard|basic)_[a-z]+(\\d+)", Pattern.CASE_INSENSITIVE);

    final StateTrack<PoolState> states;
    final StateTrack<AllocationState> allocation;
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final List<ObjectNode> resizeErrors = new ArrayList<>();
    final Samples samples;

    /** The nodes that have a free slot, the one to fill next first. */
    SortedSet<Node> open;

    /** Whether the service made this pool for a job or schedule. */
    final boolean automatic;

    int targetDedicated;
    int targetLowPriority;
    boolean autoScale;
    long lastEnableAutoScale;
    Timeline.@Nullable Due resizeDue;

    /** When the service gives up the resize that goes on. */
    Instant resizeDeadline = Instant.MAX;

    Timeline.@Nullable Due autoScaleDue;

    @Nullable
    ObjectNode autoScaleRun;

    int nextNode;

    Pool(BatchAccount account, String id, ObjectNode spec, boolean automatic) {
        super(account, id, spec);
        this.automatic = automatic;
        samples = new Samples(created);
        states = new StateTrack<>("state", PoolState.ACTIVE, created);
        allocation = new StateTrack<>("allocationState", AllocationState.STEADY, created);
        open = emptyOpen(spec);
        targetDedicated = Trees.number(spec, "targetDedicatedNodes", 0);
        targetLowPriority = Trees.number(spec, "targetLowPriorityNodes", 0);
        autoScale = Trees.flag(spec, "enableAutoScale", false);
    }

    private static SortedSet<Node> emptyOpen(ObjectNode spec) {
        boolean pack = Trees.choice(spec.path("taskSchedulingPolicy"), "nodeFillType", "spread")
                .equals("pack");
        Comparator<Node> byLoad = Comparator.comparingInt(node -> node.usedSlots);
        return new TreeSet<>((pack ? byLoad.reversed() : byLoad).thenComparingInt(node -> node.number));
    }

    /** Takes over changed properties; those that nodes depend on change only while there are no nodes. */
    void update(ObjectNode changed) {
        spec = changed;
        if (nodes.isEmpty()) {
            open = emptyOpen(spec);
        }
        touch();
    }

    @Override
    String path() {
        return "/pools/" + id;
    }

    @Override
    StateTrack<PoolState> states() {
        return states;
    }

    int slotsPerNode() {
        return Trees.number(spec, "taskSlotsPerNode", 1);
    }

    /** Whether the service schedules multi-instance tasks here at all; elsewhere they wait for ever. */
    boolean runsMultiInstanceTasks() {
        return Trees.flag(spec, "enableInterNodeCommunication", false) && slotsPerNode() == 1;
    }

    /** The cores of one node, guessed from the name of its size. */
    int cores() {
        return cores(Trees.text(spec, "vmSize", ""));
    }

    static int cores(String vmSize) {
        Matcher size = CORES.matcher(vmSize);
        return size.lookingAt() ? Integer.parseInt(size.group(1)) : 1;
    }

    boolean deleting() {
        return states.is(PoolState.DELETING);
    }

    Stream<Node> nodes(boolean dedicated) {
        return nodes.values().stream().filter(node -> node.dedicated == dedicated);
    }

    int current(boolean dedicated) {
        return (int) nodes(dedicated).count();
    }

    int target(boolean dedicated) {
        return dedicated ? targetDedicated : targetLowPriority;
    }

    /** Changes a node and keeps {@link #open} right; the order of that set depends on what the change may touch. */
    void change(Node node, Runnable change) {
        open.remove(node);
        change.run();
        if (node.takesTasks() && nodes.containsKey(node.id)) {
            open.add(node);
        }
    }

    ObjectNode write(View view) {
        ObjectNode node = head(view);
        // Unlike the rest, a pool does not tell what it was before.
        node.remove(List.of("previousState", "previousStateTransitionTime"));
        node.setAll(spec);
        allocation.write(node);
        if (!resizeErrors.isEmpty() && allocation.is(AllocationState.STEADY)) {
            node.set("resizeErrors", Trees.array(resizeErrors, error -> error));
        }
        node.put("currentDedicatedNodes", current(true));
        node.put("currentLowPriorityNodes", current(false));
        node.put("targetDedicatedNodes", targetDedicated);
        node.put("targetLowPriorityNodes", targetLowPriority);
        node.put("enableAutoScale", autoScale);
        if (autoScaleRun != null) {
            node.set("autoScaleRun", autoScaleRun);
        }
        if (view.since(View.V2025_06)) {
            node.remove(List.of("certificateReferences", "resourceTags", "targetNodeCommunicationMode"));
        } else {
            node.put("currentNodeCommunicationMode", nodes.isEmpty() ? null : "simplified"); // undecided without nodes
        }
        if (view.since(View.V2024_07)) {
            node.remove(List.of("cloudServiceConfiguration", "applicationLicenses"));
        }
        if (view.stats()) {
            node.set("stats", Statistics.pool(this, view));
        }
        return view.cut(node);
    }
}
