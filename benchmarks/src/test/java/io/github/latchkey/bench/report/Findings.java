package io.github.latchkey.bench.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings without measurements. */
final class Findings {

    private Findings() {}

    static Finding of(boolean full, @Nullable String error, List<Figure> figures) {
        return new Finding(
                "client",
                "What does a request cost?",
                full,
                "2026-11-30T10:00:00Z",
                60,
                new Machine("Processor", 2, 8, "Linux", "JVM 17", 0.1, Map.of()),
                "java",
                error,
                "An answer.",
                "",
                List.of(),
                List.of(),
                figures);
    }
}
