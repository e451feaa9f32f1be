package io.github.latchkey.testkit.time;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * A clock that a test can move, and on which work can be scheduled.
 *
 * <p>A clock is in one of two modes. It is <em>running</em>: it goes at the speed of real time, from wherever it was
 * last set, and due work is run by a timer. Or it is <em>frozen</em>: it stands still until somebody moves it, and due
 * work is run by the call that moves it. {@link #advance} works in both modes.
 *
 * <p>Work that falls due while the clock is moved runs on the thread that moves it, one piece after the other in the
 * order of due times, equal times in the order in which they were scheduled, and it sees the clock standing at its own
 * due time. Work that such work schedules takes part when it is due within the same move. {@code advance} returns when
 * all of it has run. In running mode work runs on one daemon thread that all clocks share, so it should be short. Two
 * pieces of work of the same clock never run at the same time. Work that throws is reported to the thread's uncaught
 * exception handler and does not stop the rest.
 *
 * <p>Reading the clock never waits and takes no lock. Scheduling and cancelling are safe from any thread, from within
 * running work too. Do not move the clock while holding a lock that the due work needs.
 */
public final class TestClock extends Clock {

    /** HTTP dates have years of four digits. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** A wait that fits into nanoseconds; a timer that comes early finds nothing due and is set again. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** Lets other threads do something between two steps. */
    private static final Duration PAUSE = Duration.ofMillis(1);

    /** Serializes moving the clock and running due work; reentrant, so that due work may itself move the clock. */
    private final ReentrantLock running = new ReentrantLock();

    /** Guards {@link #agenda}, {@link #sequence} and {@link #timer}; held for a few instructions only. */
    private final Object guard = new Object();

    private final PriorityQueue<Entry> agenda = new PriorityQueue<>();
    private final ZoneId zone;
    private long sequence;
    private @Nullable Future<?> timer;
    private volatile Hand hand;

    private TestClock(Hand hand, ZoneId zone) {
        this.hand = hand;
        this.zone = zone;
    }

    /**
     * Makes a clock that shows the real time and runs with it.
     *
     * @return a running clock in UTC
     */
    public static TestClock running() {
        return new TestClock(Hand.runningFrom(Instant.now()), ZoneOffset.UTC);
    }

    /**
     * Makes a clock that stands still at the present real time, cut to full seconds.
     *
     * @return a frozen clock in UTC
     */
    public static TestClock frozen() {
        return frozenAt(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    }

    /**
     * Makes a clock that stands still.
     *
     * @param instant where it stands
     * @return a frozen clock in UTC
     */
    public static TestClock frozenAt(Instant instant) {
        return new TestClock(Hand.standingAt(instant), ZoneOffset.UTC);
    }

    /**
     * Moves the clock forward and runs all work that falls due on the way.
     *
     * @param duration how far; zero runs what is due already
     * @throws IllegalArgumentException if the duration is negative, or leads beyond the year 9999
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "a clock advances by zero or more, not by " + duration + "; use set(Instant) to put it back");
        }
        running.lock();
        try {
            moveTo(after(duration));
        } finally {
            running.unlock();
        }
    }

    /**
     * Moves the clock in steps until something has become true, for things that other threads do in between: a client
     * that polls, for example. The clock may go further than was needed.
     *
     * @param condition looked at before each step; may be called often
     * @param step how far at a time
     * @param limit how long to go on at most, in real time
     * @throws AssertionError if it has not become true by then, or the thread was interrupted
     */
    public void advanceUntil(BooleanSupplier condition, Duration step, Duration limit) {
        Instant start = instant();
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > limit.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw new AssertionError(
                        "it has not become true while the clock moved from " + start + " to " + instant());
            }
            advance(step);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /**
     * Returns a Reactor scheduler whose timers are on this clock, for the timers of the program under test. What is to
     * run at once runs at once; what falls due when the clock is moved runs on Reactor's parallel threads, and
     * {@link #advance} does not wait for it.
     *
     * @return a scheduler that needs no disposal
     */
    public Scheduler scheduler() {
        return new ClockScheduler(this);
    }

    /**
     * Sets the clock. Going forward runs all work that falls due on the way, exactly as {@link #advance} does; going
     * back runs nothing, and work that has run already does not run again.
     *
     * @param instant the new time
     * @throws IllegalArgumentException if the time is not in the years 1 to 9999
     */
    public void set(Instant instant) {
        check(instant, instant);
        running.lock();
        try {
            if (instant.isBefore(instant())) {
                hand = hand.at(instant);
                rearm();
            } else {
                moveTo(instant);
            }
        } finally {
            running.unlock();
        }
    }

    /** Makes the clock stand still where it is. */
    public void freeze() {
        running.lock();
        try {
            hand = Hand.standingAt(instant());
            rearm();
        } finally {
            running.unlock();
        }
    }

    /** Lets the clock run with real time, from where it stands. */
    public void run() {
        running.lock();
        try {
            hand = Hand.runningFrom(instant());
            rearm();
        } finally {
            running.unlock();
        }
    }

    /**
     * Tells whether the clock stands still unless it is moved.
     *
     * @return {@code true} when frozen, {@code false} when running with real time
     */
    public boolean isFrozen() {
        return !hand.runs();
    }

    /**
     * Schedules work for a time of this clock. Work for a time that is not in the future does not run at once: a
     * running clock hands it to its timer, a frozen clock runs it at the next move.
     *
     * @param due when the work is due
     * @param work what to run
     * @return the handle to take the work back
     */
    public Scheduled schedule(Instant due, Runnable work) {
        Entry entry;
        synchronized (guard) {
            entry = new Entry(due, sequence++, work);
            agenda.add(entry);
            if (agenda.peek() == entry) {
                rearm();
            }
        }
        return () -> cancel(entry);
    }

    /**
     * Schedules work for some time after the present time of this clock.
     *
     * @param delay how long after; zero or negative means as soon as possible
     * @param work what to run
     * @return the handle to take the work back
     */
    public Scheduled schedule(Duration delay, Runnable work) {
        return schedule(instant().plus(delay), work);
    }

    /**
     * Counts the work that is scheduled and has not begun.
     *
     * @return zero when nothing is left to run
     */
    public int pending() {
        synchronized (guard) {
            return agenda.size();
        }
    }

    @Override
    public Instant instant() {
        return hand.read();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** Returns a plain clock in another zone that shows the time of this one, wherever it is moved. */
    @Override
    public Clock withZone(ZoneId otherZone) {
        TestClock source = this;
        return new Clock() {
            @Override
            public Instant instant() {
                return source.instant();
            }

            @Override
            public ZoneId getZone() {
                return otherZone;
            }

            @Override
            public Clock withZone(ZoneId another) {
                return source.withZone(another);
            }
        };
    }

    @Override
    public String toString() {
        return "TestClock[" + instant() + (isFrozen() ? ", frozen]" : ", running]");
    }

    private Instant after(Duration duration) {
        try {
            return check(instant().plus(duration), duration);
        } catch (DateTimeException | ArithmeticException beyondAllTime) {
            return check(Instant.MAX, duration);
        }
    }

    private static Instant check(Instant instant, Object given) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("the clock cannot go to " + given + ": its times are from " + EARLIEST
                    + " to " + LATEST + ", because headers and tokens have no others");
        }
        return instant;
    }

    private void moveTo(Instant target) {
        boolean runs = hand.runs();
        for (Entry next = pollDue(target); next != null; next = pollDue(target)) {
            if (next.due.isAfter(instant())) {
                hand = Hand.standingAt(next.due);
            }
            perform(next);
        }
        // Work that moved the clock itself may have left it further on.
        Instant end = instant().isAfter(target) ? instant() : target;
        hand = runs ? Hand.runningFrom(end) : Hand.standingAt(end);
        rearm();
    }

    private void onTimer() {
        running.lock();
        try {
            if (hand.runs()) {
                for (Entry next = pollDue(instant()); next != null; next = pollDue(instant())) {
                    perform(next);
                }
            }
            rearm();
        } finally {
            running.unlock();
        }
    }

    private static void perform(Entry entry) {
        try {
            entry.work.run();
        } catch (RuntimeException | Error failure) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    private @Nullable Entry pollDue(Instant until) {
        synchronized (guard) {
            Entry first = agenda.peek();
            return first == null || first.due.isAfter(until) ? null : agenda.poll();
        }
    }

    private boolean cancel(Entry entry) {
        synchronized (guard) {
            boolean first = agenda.peek() == entry;
            boolean removed = agenda.remove(entry);
            if (first) {
                rearm();
            }
            return removed;
        }
    }

    /** Sets the one timer to the earliest due time, or takes it away when the clock stands still or nothing waits. */
    private void rearm() {
        synchronized (guard) {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
            Entry first = agenda.peek();
            if (first != null && hand.runs()) {
                Duration wait = Duration.between(instant(), first.due);
                long nanos = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT.toNanos() : Math.max(0, wait.toNanos());
                timer = Timer.EXECUTOR.schedule(this::onTimer, nanos, TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Where the clock is: at {@code base}, plus the real time since {@code since} when it runs. */
    private record Hand(Instant base, long since, boolean runs) {

        static Hand runningFrom(Instant base) {
            return new Hand(base, System.nanoTime(), true);
        }

        static Hand standingAt(Instant base) {
            return new Hand(base, 0, false);
        }

        Hand at(Instant instant) {
            return runs ? runningFrom(instant) : standingAt(instant);
        }

        Instant read() {
            return runs ? base.plusNanos(System.nanoTime() - since) : base;
        }
    }

    /** A class and not a record, because two entries are never equal. */
    private static final class Entry implements Comparable<Entry> {

        private final Instant due;
        private final long number;
        private final Runnable work;

        Entry(Instant due, long number, Runnable work) {
            this.due = due;
            this.number = number;
            this.work = work;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** One daemon thread for the timers of all running clocks; it ends when nothing has been due for a while. */
    private static final class Timer {

        static final ScheduledThreadPoolExecutor EXECUTOR = executor();

        private static ScheduledThreadPoolExecutor executor() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "latchkey-testkit-clock");
                thread.setDaemon(true);
                return thread;
            });
            executor.setRemoveOnCancelPolicy(true);
            executor.setKeepAliveTime(5, TimeUnit.SECONDS);
            executor.allowCoreThreadTimeOut(true);
            return executor;
        }
    }
}
