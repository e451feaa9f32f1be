package io.github.latchkey.bench.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How to measure.
 *
 * @param effort how thoroughly
 * @param jdks the JVMs for the questions that are asked on more than one
 * @param directory where results go
 */
public record Run(Effort effort, List<Jdk> jdks, Path directory) {

    /** How thoroughly. */
    public enum Effort {
        /** Until the numbers can be believed. */
        FULL,
        /** Minutes: until they can be looked at. */
        SHORT,
        /** Seconds: until it is clear that it works; for tests. */
        TINY
    }

    /** Picks a number by effort. */
    public int pick(int full, int shortly, int tiny) {
        return switch (effort) {
            case FULL -> full;
            case SHORT -> shortly;
            case TINY -> tiny;
        };
    }

    /** Returns options that make a JVM start and work at once, where speed is not the point. */
    public List<String> options() {
        return effort == Effort.TINY ? List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC") : List.of();
    }

    /** Says how far it is. */
    @SuppressWarnings("AnnotateFormatMethod") // it is, by its last parameter
    public void progress(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, "    " + format + "%n", arguments);
    }
}
