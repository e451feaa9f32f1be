package io.github.latchkey.bench.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What the process has used so far. CPU time is the operating system's count for the whole process, compiler and
 * collector included. Allocation is the JVM's own count for each live thread, exact to the byte; the collector's view
 * of the heap would be as coarse as a region. What a thread allocated that has ended is not in it, so the difference of
 * two readings says how many threads ended in between.
 *
 * @param cpuNanos CPU time of the process
 * @param allocated bytes allocated by each live thread
 * @param nanoTime when it was read
 */
record Usage(long cpuNanos, Map<Long, Long> allocated, long nanoTime) {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    static Usage now() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            allocated.put(ids[i], bytes[i]);
        }
        return new Usage(SYSTEM.getProcessCpuTime(), allocated, System.nanoTime());
    }

    long bytesSince(Usage before) {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : allocated.entrySet()) {
            sum += thread.getValue() - before.allocated.getOrDefault(thread.getKey(), 0L);
        }
        return sum;
    }

    long threadsEndedSince(Usage before) {
        return before.allocated.keySet().stream()
                .filter(id -> !allocated.containsKey(id))
                .count();
    }
}
