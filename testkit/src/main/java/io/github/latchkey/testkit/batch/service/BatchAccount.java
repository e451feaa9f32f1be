package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskAttempt;
import io.github.latchkey.testkit.batch.script.TaskScript;
import io.github.latchkey.testkit.batch.state.BatchSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of one Batch account. One lock guards all of it: requests take it for as long as they read or change
 * something, and so does work that falls due on the clock. Nothing in here waits.
 */
public final class BatchAccount implements AutoCloseable {

    /** Jobs in the order in which they are served. */
    private static final Comparator<Job> BY_PRIORITY =
            Comparator.comparingInt((Job job) -> -job.priority()).thenComparingLong(job -> job.number);

    private static final String TASK_TOKEN = "task-";

    final TreeMap<String, Pool> pools = new TreeMap<>();
    final TreeMap<String, Job> jobs = new TreeMap<>();
    final TreeMap<String, JobSchedule> schedules = new TreeMap<>();
    final TreeMap<String, Certificate> certificates = new TreeMap<>();
    final TreeMap<String, Application> applications = new TreeMap<>();
    private final Map<String, TreeSet<Job>> jobsByPool = new HashMap<>();
    private final AccountOptions options;
    private final Timeline timeline;
    private SplittableRandom random;
    private final Scheduler scheduler = new Scheduler(this);
    private final Commands commands = new Commands(this);
    private final Transfers transfers;
    private final Throttle throttle;
    private final TaskLife taskLife = new TaskLife(this);
    private final InstanceLife instanceLife = new InstanceLife(this);
    private final SetupLife setupLife = new SetupLife(this);
    private final JobLife jobLife = new JobLife(this);
    private final NodeLife nodeLife = new NodeLife(this);
    private final PoolLife poolLife = new PoolLife(this);
    private final ScheduleLife scheduleLife = new ScheduleLife(this);
    private final @Nullable RealRun realRuns;
    private final List<Usage> usage = new ArrayList<>();
    private final Map<String, String> taskTokens = new ConcurrentHashMap<>();
    private Statistics.Tally formerJobs = Statistics.Tally.NONE;
    private long opened;
    private long lastSample;
    private long lastVersion;
    private long numbers = 1;

    /**
     * Opens an empty account.
     *
     * @param options what it is like
     */
    public BatchAccount(AccountOptions options) {
        this.options = options;
        this.timeline = new Timeline(options.clock(), this, this::sample);
        this.opened = Ticks.of(options.clock().instant());
        this.random = new SplittableRandom(options.seed());
        this.throttle = new Throttle(options.throttling());
        this.transfers = new Transfers(options.storage());
        this.realRuns = options.realDirectory() == null ? null : new RealRun(options.realDirectory());
        options.applications().forEach(application -> applications.put(Ids.key(application.id()), application));
    }

    String name() {
        return options.name();
    }

    BatchTimings timings() {
        return options.timings();
    }

    BatchLimits limits() {
        return options.limits();
    }

    BatchQuirks quirks() {
        return options.quirks();
    }

    Throttle throttle() {
        return throttle;
    }

    TaskScript script() {
        return options.script();
    }

    Timeline timeline() {
        return timeline;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Commands commands() {
        return commands;
    }

    Transfers transfers() {
        return transfers;
    }

    InstanceLife instanceLife() {
        return instanceLife;
    }

    TaskLife taskLife() {
        return taskLife;
    }

    SetupLife setupLife() {
        return setupLife;
    }

    JobLife jobLife() {
        return jobLife;
    }

    NodeLife nodeLife() {
        return nodeLife;
    }

    PoolLife poolLife() {
        return poolLife;
    }

    ScheduleLife scheduleLife() {
        return scheduleLife;
    }

    @Nullable
    RealRun realRuns() {
        return realRuns;
    }

    /** The nodes that were there and are gone. */
    List<Usage> usage() {
        return usage;
    }

    long now() {
        return Ticks.of(timeline.now());
    }

    /**
     * Measures the pools when that is due. To be called before anything changes, since what was not measured is as it
     * is now.
     */
    void sample() {
        long due = Samples.number(now());
        if (due > lastSample) {
            lastSample = due;
            pools.values().forEach(pool -> pool.samples.take(due, pool));
        }
    }

    /** A version that no resource had before; near the present time, as those of the service are. */
    long nextVersion() {
        lastVersion = Math.max(lastVersion + 1, now());
        return lastVersion;
    }

    long nextNumber() {
        return numbers++;
    }

    String nextGuid() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63)).toString();
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /**
     * The run of a task that no script gave a duration: spread over the configured range, always alike for one task.
     */
    Duration usualDuration(TaskAttempt attempt) {
        long shortest = timings().shortestTask().toNanos();
        long spread = timings().longestTask().toNanos() - shortest;
        long hash = new SplittableRandom((attempt.jobId() + '/' + attempt.taskId()).hashCode() * 31L + attempt.number())
                .nextLong(spread + 1);
        return Duration.ofNanos(shortest + hash);
    }

    /** Whether a task that succeeded may say what that means to its dependents and its job. */
    boolean needsExitConditions(Task task) {
        return task.hasExitConditions;
    }

    /** Makes the token that a task gets for operations on its own job. */
    String issueTaskToken(Job job) {
        String token = TASK_TOKEN + nextGuid();
        taskTokens.put(token, job.id);
        return token;
    }

    /**
     * Tells which job a token of a task is good for.
     *
     * @param token what a caller presents
     * @return the job's id, {@code null} when it is no token of a task
     */
    public @Nullable String jobOfTaskToken(String token) {
        return token.startsWith(TASK_TOKEN) ? taskTokens.get(token) : null;
    }

    void putLong(ObjectNode node, String name, long value) {
        if (quirks().longsAsStrings()) {
            node.put(name, Long.toString(value));
        } else {
            node.put(name, value);
        }
    }

    /** Stores a job and lets its pool know it. */
    void add(Job job) {
        jobs.put(job.key, job);
        bind(job);
    }

    /** Puts a job among those of its pool. */
    void bind(Job job) {
        if (job.poolId != null) {
            jobsByPool
                    .computeIfAbsent(Ids.key(job.poolId), key -> new TreeSet<>(BY_PRIORITY))
                    .add(job);
        }
    }

    /** Takes a job out of its pool; to be done before its priority or pool changes. */
    void unbind(Job job) {
        if (job.poolId != null) {
            Set<Job> others = jobsByPool.get(Ids.key(job.poolId));
            if (others != null) {
                others.remove(job);
                if (others.isEmpty()) {
                    jobsByPool.remove(Ids.key(job.poolId));
                }
            }
        }
    }

    /** What the jobs that are gone have done. */
    Statistics.Tally formerJobs() {
        return formerJobs;
    }

    /** When the account was made, or last emptied. */
    long opened() {
        return opened;
    }

    void remove(Job job) {
        formerJobs = formerJobs.plus(job);
        taskTokens.values().removeIf(job.id::equals);
        unbind(job);
        jobs.remove(job.key);
    }

    void remove(Pool pool) {
        pools.remove(pool.key);
    }

    Collection<Job> jobsOn(String poolKey) {
        TreeSet<Job> found = jobsByPool.get(poolKey);
        return found == null ? Set.of() : found;
    }

    Pool pool(String id) {
        Pool pool = pools.get(Ids.key(id));
        if (pool == null) {
            throw ErrorCode.POOL_NOT_FOUND.fault();
        }
        return pool;
    }

    Job job(String id) {
        Job job = jobs.get(Ids.key(id));
        if (job == null) {
            throw ErrorCode.JOB_NOT_FOUND.fault();
        }
        return job;
    }

    /** Refuses a new job or schedule when the account has as many as it may have. */
    void checkJobQuota() {
        long active = jobs.values().stream()
                        .filter(job -> !job.states.is(JobState.COMPLETED))
                        .count()
                + schedules.values().stream()
                        .filter(schedule -> !schedule.states.is(ScheduleState.COMPLETED))
                        .count();
        if (active >= limits().activeJobAndJobScheduleQuota()) {
            throw ErrorCode.ACTIVE_JOB_QUOTA_REACHED.fault();
        }
    }

    /**
     * Takes a low-priority node away, as Azure does when it needs the capacity; the pool gets another one.
     *
     * @param poolId the pool
     * @param nodeId the node
     */
    public synchronized void preempt(String poolId, String nodeId) {
        Node node = node(poolId, nodeId);
        if (node.dedicated) {
            throw new IllegalStateException(
                    "the node '" + nodeId + "' is dedicated; only Spot (low-priority) nodes can be preempted");
        }
        nodeLife.preempt(node);
    }

    /**
     * Breaks a node: it becomes unusable and its tasks go back to the queue.
     *
     * @param poolId the pool
     * @param nodeId the node
     */
    public synchronized void breakNode(String poolId, String nodeId) {
        nodeLife.lose(node(poolId, nodeId));
    }

    /**
     * Loses contact with a node: it becomes unknown, and what its tasks do is not heard of.
     *
     * @param poolId the pool
     * @param nodeId the node
     */
    public synchronized void loseContact(String poolId, String nodeId) {
        Node node = node(poolId, nodeId);
        requireState(node, node.states.current().reachable(), "only a node that answers can be lost from sight");
        nodeLife.loseContact(node);
    }

    /**
     * Repairs a node that is unknown or unusable.
     *
     * @param poolId the pool
     * @param nodeId the node
     */
    public synchronized void recoverNode(String poolId, String nodeId) {
        Node node = node(poolId, nodeId);
        boolean repairable = node.states.is(NodeState.UNKNOWN) || node.states.is(NodeState.UNUSABLE);
        requireState(node, repairable, "only an unknown or unusable node can be repaired");
        nodeLife.recover(node);
    }

    /**
     * Gives the nodes of a pool another operating system, as its upgrade policy says.
     *
     * @param poolId the pool
     */
    public synchronized void upgradeOs(String poolId) {
        Pool pool = pools.get(Ids.key(poolId));
        if (pool == null) {
            throw new IllegalArgumentException("there is no pool '" + poolId + "'");
        }
        sample();
        poolLife.upgrade(pool);
    }

    private static void requireState(Node node, boolean right, String rule) {
        if (!right) {
            throw new IllegalStateException(
                    "the node '" + node.id + "' is " + StateTrack.wire(node.states.current()) + "; " + rule);
        }
    }

    /**
     * Looks at the account.
     *
     * @return what is in it now
     */
    public synchronized BatchSnapshot snapshot() {
        return new BatchSnapshot(
                pools.values().stream().map(BatchAccount::view).toList(),
                jobs.values().stream().map(BatchAccount::view).toList(),
                schedules.values().stream()
                        .map(schedule -> new BatchSnapshot.ScheduleView(
                                schedule.id, StateTrack.wire(schedule.states.current()), schedule.jobs.size()))
                        .toList());
    }

    private static BatchSnapshot.PoolView view(Pool pool) {
        return new BatchSnapshot.PoolView(
                pool.id,
                StateTrack.wire(pool.states.current()),
                StateTrack.wire(pool.allocation.current()),
                pool.nodes.size(),
                pool.targetDedicated + pool.targetLowPriority,
                pool.nodes.values().stream().mapToInt(node -> node.usedSlots).sum(),
                pool.nodes.size() * pool.slotsPerNode());
    }

    private static BatchSnapshot.JobView view(Job job) {
        Counts counts = job.book.counts;
        return new BatchSnapshot.JobView(
                job.id,
                StateTrack.wire(job.states.current()),
                job.poolId == null ? "" : job.poolId,
                counts.of(Counts.Group.ACTIVE),
                counts.of(Counts.Group.RUNNING),
                counts.of(Counts.Group.SUCCEEDED),
                counts.of(Counts.Group.FAILED));
    }

    /**
     * Empties the account: nothing is in it and nothing is due or runs, as at the start, and chance begins again with
     * the seed. Applications stay.
     */
    public void reset() {
        synchronized (this) {
            timeline.clear();
            pools.clear();
            jobs.clear();
            schedules.clear();
            certificates.clear();
            jobsByPool.clear();
            usage.clear();
            taskTokens.clear();
            throttle.clear();
            formerJobs = Statistics.Tally.NONE;
            random = new SplittableRandom(options.seed());
            lastSample = 0;
            lastVersion = 0;
            numbers = 1;
            opened = now();
        }
        if (realRuns != null) {
            realRuns.stopAll();
        }
        synchronized (this) {
            timeline.clear();
        }
    }

    private Node node(String poolId, String nodeId) {
        sample();
        Pool pool = pools.get(Ids.key(poolId));
        Node node = pool == null ? null : pool.nodes.get(nodeId);
        if (node == null) {
            throw new IllegalArgumentException("there is no node '" + nodeId + "' in a pool '" + poolId + "'");
        }
        return node;
    }

    /** Stops everything that is due; running processes of tasks are ended. */
    @Override
    public void close() {
        synchronized (this) {
            timeline.close();
        }
        if (realRuns != null) {
            realRuns.close();
        }
    }
}
