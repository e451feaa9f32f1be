package io.github.latchkey.bench.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU time of Java code goes, from Flight Recorder's samples. A sample belongs to the first frame, from the
 * top, whose class has an owner; the JDK's collections and strings have none, so that they count for their caller.
 */
final class Profile {

    private static final Duration PERIOD = Duration.ofMillis(10);

    private Profile() {}

    /** Runs the work and returns the share of each owner, in per cent, largest first. */
    static Map<String, Double> of(Work work) throws Exception {
        Path file = Files.createTempFile("profile", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
            recording.enable("jdk.NativeMethodSample").withPeriod(PERIOD);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return shares(file);
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, Double> shares(Path file) throws IOException {
        Map<Owner, Integer> counts = new EnumMap<>(Owner.class);
        int all = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            RecordedStackTrace stack = event.getStackTrace();
            // A thread that waits for the network is also sampled as native; only those that write or read work.
            if (stack == null || isWaiting(stack.getFrames().get(0))) {
                continue;
            }
            counts.merge(owner(stack), 1, Integer::sum);
            all++;
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        List<Map.Entry<Owner, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<Owner, Integer>comparingByValue().reversed());
        for (Map.Entry<Owner, Integer> entry : sorted) {
            shares.put(entry.getKey().label, 100.0 * entry.getValue() / all);
        }
        return shares;
    }

    private static boolean isWaiting(RecordedFrame top) {
        String method = top.getMethod().getName();
        return method.startsWith("epollWait")
                || method.contains("Accept")
                || method.equals("wait")
                || method.equals("poll0")
                || method.equals("readBytes")
                || method.equals("wait0");
    }

    private static Owner owner(RecordedStackTrace stack) {
        for (RecordedFrame frame : stack.getFrames()) {
            String type = frame.getMethod().getType().getName();
            for (Owner owner : Owner.values()) {
                if (owner.owns(type)) {
                    return owner;
                }
            }
        }
        return Owner.REST;
    }

    /** Work that is looked at. */
    interface Work {

        /** Does it. */
        void run() throws Exception;
    }

    @SuppressWarnings("ImmutableEnumChecker") // the arrays are never changed
    private enum Owner {
        DATES("dates of the JDK", "java.time.", "org.joda.time."),
        TLS("TLS", "sun.security.", "com.sun.crypto.", "javax.crypto.", "javax.net.ssl.", "io.netty.handler.ssl."),
        JSON("JSON by Jackson", "com.fasterxml.jackson.", "com.azure.json."),
        ELEMENTS(
                "latchkey: where elements of a page end",
                "io.github.latchkey.batch.internal.json.PageReader",
                "io.github.latchkey.batch.internal.json.Quotes"),
        TIMES("latchkey: times and other values in JSON", "io.github.latchkey.batch.internal.json."),
        HAND_WRITTEN("hand-written parsing", "io.github.latchkey.bench.client.HandWrittenJson"),
        BULK("latchkey: tasks into collections, results into outcomes", "io.github.latchkey.batch.task."),
        OURS(
                "latchkey: deadline, retry, signing, errors, models",
                "io.github.latchkey.batch.",
                "io.github.latchkey.auth."),
        VENDOR("azure libraries", "com.azure.", "com.microsoft."),
        REACTOR("signals between operators (Reactor, RxJava)", "reactor.core.", "reactor.util.", "rx."),
        NETWORK(
                "HTTP and network",
                "io.netty.",
                "reactor.netty.",
                "okhttp3.",
                "okio.",
                "retrofit2.",
                "sun.nio.",
                "java.net."),
        BENCH("the benchmark itself", "io.github.latchkey.bench."),
        REST("anything else");

        private final String label;
        private final String[] prefixes;

        Owner(String label, String... prefixes) {
            this.label = label;
            this.prefixes = prefixes;
        }

        boolean owns(String type) {
            for (String prefix : prefixes) {
                if (type.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }
    }
}
