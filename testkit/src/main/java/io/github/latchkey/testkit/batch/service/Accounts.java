package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations on the account itself: node counts, images, applications, usage. */
final class Accounts {

    private static final Duration METRICS_INTERVAL = Duration.ofMinutes(30);
    private static final Duration START_DELAY = Duration.ofMinutes(150);
    private static final Duration END_DELAY = Duration.ofHours(2);

    private Accounts() {}

    static ServerResponse nodeCounts(Call call) {
        TreeMap<String, Pool> pools = call.account.pools;
        return Listing.page(
                call,
                "poolnodecounts",
                pools,
                (pool, view) -> {
                    ObjectNode node = Trees.object();
                    node.put("poolId", pool.id);
                    node.set("dedicated", counts(pool, true, view));
                    node.set("lowPriority", counts(pool, false, view));
                    return node;
                },
                pool -> path -> pool.id);
    }

    private static ObjectNode counts(Pool pool, boolean dedicated, View view) {
        Map<NodeState, Integer> counts = new EnumMap<>(NodeState.class);
        pool.nodes(dedicated).forEach(node -> counts.merge(node.states.current(), 1, Integer::sum));
        ObjectNode node = Trees.object();
        for (NodeState state : NodeState.values()) {
            boolean newer = state == NodeState.DEALLOCATED || state == NodeState.DEALLOCATING;
            if (!newer || view.since(View.V2024_07)) {
                node.put(member(state), counts.getOrDefault(state, 0));
            }
        }
        return node.put("total", pool.current(dedicated));
    }

    private static String member(NodeState state) {
        return switch (state) {
            case WAITINGFORSTARTTASK -> "waitingForStartTask";
            case STARTTASKFAILED -> "startTaskFailed";
            case LEAVINGPOOL -> "leavingPool";
            case UPGRADINGOS -> "upgradingOS";
            default -> StateTrack.wire(state);
        };
    }

    static ServerResponse supportedImages(Call call) {
        TreeMap<String, ObjectNode> images = new TreeMap<>();
        image(images, "canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "batch.node.ubuntu 22.04", "linux");
        image(images, "almalinux", "almalinux-x86_64", "9-gen2", "batch.node.el 9", "linux");
        image(
                images,
                "microsoftwindowsserver",
                "windowsserver",
                "2022-datacenter",
                "batch.node.windows amd64",
                "windows");
        return Listing.page(call, "supportedimages", images, (image, view) -> view.cut(image));
    }

    private static void image(
            Map<String, ObjectNode> images, String publisher, String offer, String sku, String agent, String osType) {
        ObjectNode image = Trees.object();
        image.put("nodeAgentSKUId", agent);
        image.putObject("imageReference")
                .put("publisher", publisher)
                .put("offer", offer)
                .put("sku", sku)
                .put("version", "latest");
        image.put("osType", osType);
        image.putArray("capabilities");
        image.put("verificationType", "verified");
        images.put(agent, image);
    }

    static ServerResponse applications(Call call) {
        return Listing.page(
                call, "applications", call.account.applications, (application, view) -> application.write());
    }

    static ServerResponse application(Call call) {
        Application application = call.account.applications.get(Ids.key(call.path("applicationId")));
        if (application == null) {
            throw ErrorCode.APPLICATION_NOT_FOUND.fault();
        }
        return Reply.json(call, "applications/@Element", application.write());
    }

    static ServerResponse jobStatistics(Call call) {
        return Reply.json(call, "jobstats/@Element", Statistics.jobs(call.account, call.view()));
    }

    static ServerResponse poolStatistics(Call call) {
        return Reply.json(call, "poolstats/@Element", Statistics.pools(call.account, call.view(), usage(call.account)));
    }

    /** Core hours by half hour and pool. */
    static ServerResponse usageMetrics(Call call) {
        Instant now = call.account.timeline().now();
        Instant newest = align(now.minus(END_DELAY));
        Instant end = time(call, "endtime", newest);
        Instant start = time(call, "starttime", end.minus(METRICS_INTERVAL));
        if (start.isAfter(now.minus(START_DELAY)) || end.isAfter(now.minus(END_DELAY)) || start.isAfter(end)) {
            throw BatchFault.query(
                    ErrorCode.OUT_OF_RANGE_QUERY_PARAMETER_VALUE,
                    "starttime",
                    start.toString(),
                    "The start must lie at least 2.5 hours and the end at least 2 hours in the past");
        }
        TreeMap<String, ObjectNode> metrics = new TreeMap<>();
        List<Usage> usage = usage(call.account);
        // There is nothing to be told of the time before the first node.
        Instant oldest =
                Ticks.instant(usage.stream().mapToLong(Usage::start).min().orElse(Ticks.of(newest)));
        for (Instant from = align(start.isAfter(oldest) ? start : oldest);
                from.isBefore(end);
                from = from.plus(METRICS_INTERVAL)) {
            Instant to = from.plus(METRICS_INTERVAL);
            for (Usage used : usage) {
                double hours = used.coreHours(Ticks.of(from), Ticks.of(to));
                if (hours > 0) {
                    ObjectNode metric = metrics.computeIfAbsent(
                            from + "/" + Ids.key(used.poolId()) + "/" + used.vmSize(), key -> Trees.object());
                    metric.put("poolId", used.poolId());
                    metric.put("startTime", Ticks.text(Ticks.of(from)));
                    metric.put("endTime", Ticks.text(Ticks.of(to)));
                    metric.put("vmSize", used.vmSize());
                    metric.put("totalCoreHours", metric.path("totalCoreHours").asDouble() + hours);
                }
            }
        }
        return Listing.page(call, "poolusagemetrics", metrics, (metric, view) -> metric);
    }

    /** The nodes that are gone and, up to now, those that are there. */
    private static List<Usage> usage(BatchAccount account) {
        List<Usage> usage = new ArrayList<>(account.usage());
        account.pools
                .values()
                .forEach(pool -> pool.nodes.values().forEach(node -> usage.add(Usage.of(node, account.now()))));
        return usage;
    }

    private static Instant align(Instant time) {
        long seconds = METRICS_INTERVAL.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    private static Instant time(Call call, String name, Instant otherwise) {
        return call.query(name)
                .map(text -> {
                    try {
                        return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
                    } catch (DateTimeParseException noTime) {
                        throw BatchFault.query(
                                ErrorCode.INVALID_QUERY_PARAMETER_VALUE,
                                name,
                                text,
                                "The value must be an ISO 8601 time");
                    }
                })
                .orElse(otherwise);
    }
}
