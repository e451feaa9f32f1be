package io.github.latchkey.testkit.batch.service;

import io.github.latchkey.testkit.time.Scheduled;
import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is due in one account, in order. Keeps a queue of its own with one alarm on the clock, so that a hundred
 * thousand running tasks cost the clock nothing. Guarded by the account's lock; due work runs under that lock.
 */
final class Timeline {

    private static final Source AUDIBLE = due -> false;
    private static final int FEW = 1000;

    private final TestClock clock;
    private final Object lock;
    private final Runnable before;
    private final PriorityQueue<Due> agenda = new PriorityQueue<>();
    private long sequence;
    private int takenBack;
    private @Nullable Scheduled alarm;
    private @Nullable Instant alarmTime;
    private boolean closed;

    /**
     * Starts empty.
     *
     * @param clock the time
     * @param lock held while due work runs
     * @param before done before due work of one moment
     */
    Timeline(TestClock clock, Object lock, Runnable before) {
        this.clock = clock;
        this.lock = lock;
        this.before = before;
    }

    /** Where work comes from; what cannot be heard of there when it is due is kept until it can. */
    @FunctionalInterface
    interface Source {

        /** Keeps work whose time has come; answers {@code false} when it can be heard of at once. */
        boolean keeps(Due due);
    }

    /** Work that is due some time. */
    final class Due implements Comparable<Due> {

        private final Instant time;
        private final long number;
        private final Source source;
        private @Nullable Runnable work;

        private Due(Instant time, long number, Source source, Runnable work) {
            this.time = time;
            this.number = number;
            this.source = source;
            this.work = work;
        }

        /** Takes the work back; it stays in the queue as an empty entry for a while, at most until its time. */
        void cancel() {
            if (work != null) {
                work = null;
                takenBack++;
                sweep();
            }
        }

        /** Does the work, unless it was taken back or is kept by its source. */
        void perform() {
            Runnable current = work;
            if (current != null && !source.keeps(this)) {
                current.run();
            }
        }

        @Override
        public int compareTo(Due other) {
            int byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    Instant now() {
        return clock.instant();
    }

    Due after(Duration delay, Runnable work) {
        return at(now().plus(delay), work);
    }

    /** Plans work that is heard of only when its source can be heard. */
    Due after(Duration delay, Source source, Runnable work) {
        return add(now().plus(delay), source, work);
    }

    Due at(Instant time, Runnable work) {
        return add(time, AUDIBLE, work);
    }

    private Due add(Instant time, Source source, Runnable work) {
        Due due = new Due(time, sequence++, source, work);
        if (!closed) {
            agenda.add(due);
            arm();
        }
        return due;
    }

    /** Removes the empty entries when they are many, and more than the others. */
    private void sweep() {
        if (takenBack > FEW && takenBack > agenda.size() / 2) {
            agenda.removeIf(due -> due.work == null);
            takenBack = 0;
        }
    }

    /** How many entries the queue holds, empty ones too. */
    int size() {
        return agenda.size();
    }

    /** Forgets everything that is due. */
    void clear() {
        agenda.clear();
        takenBack = 0;
        arm();
    }

    void close() {
        closed = true;
        clear();
    }

    private void ring() {
        synchronized (lock) {
            alarm = null;
            alarmTime = null;
            Instant now = now();
            before.run();
            try {
                for (Due next = agenda.peek(); next != null && !next.time.isAfter(now); next = agenda.peek()) {
                    agenda.remove();
                    next.perform();
                }
            } finally {
                // Work that fails is told to the clock; the rest is done at its next ring, which is due at once.
                arm();
            }
        }
    }

    /** Sets the alarm to the earliest due time; leaves it where it is when it is early enough. */
    private void arm() {
        Due first = agenda.peek();
        if (first != null && alarmTime != null && !first.time.isBefore(alarmTime)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
            alarmTime = null;
        }
        if (first != null) {
            alarmTime = first.time;
            alarm = clock.schedule(first.time, this::ring);
        }
    }
}
