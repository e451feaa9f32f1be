package io.github.latchkey.auth.msal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One writer of a cache file at a time, whatever process it is in: a lock of the operating system on a file beside it,
 * which a process that dies lets go of. Within one process that lock is no lock, so there is one of ours before it.
 */
final class CacheFileLock {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;
    private static final Map<Path, Semaphore> WITHIN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration longestWait;
    private final Semaphore turn;

    CacheFileLock(Path cacheFile) {
        this(cacheFile, LONGEST_WAIT);
    }

    CacheFileLock(Path cacheFile, Duration longestWait) {
        this.file = cacheFile.resolveSibling(cacheFile.getFileName() + ".lock");
        this.longestWait = longestWait;
        this.turn = WITHIN_THIS_PROCESS.computeIfAbsent(file, absent -> new Semaphore(1, true));
    }

    /**
     * Waits until nobody else writes.
     *
     * @return lets the next one write
     * @throws IOException if others have been writing for too long
     */
    Closeable acquire() throws IOException {
        long deadline = System.nanoTime() + longestWait.toNanos();
        try {
            if (!turn.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
            boolean acquired = false;
            try {
                Closeable lock = acquireFromOthers(deadline);
                acquired = true;
                return () -> {
                    try {
                        lock.close();
                    } finally {
                        turn.release();
                    }
                };
            } finally {
                if (!acquired) {
                    turn.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for " + file + ".");
        }
    }

    private Closeable acquireFromOthers(long deadline) throws IOException, InterruptedException {
        OwnerOnly.createIfAbsent(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        boolean acquired = false;
        try {
            FileLock lock = channel.tryLock();
            while (lock == null) {
                if (System.nanoTime() - deadline > 0) {
                    throw busy();
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                lock = channel.tryLock();
            }
            acquired = true;
            return channel;
        } finally {
            if (!acquired) {
                channel.close();
            }
        }
    }

    private IOException busy() {
        return new IOException("Somebody else has held " + file + " for " + longestWait.toSeconds()
                + " s: end the program that hangs, and try again.");
    }
}
