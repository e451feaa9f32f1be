package io.github.latchkey.bench.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Findings as files, one for each question, so that a question can be asked again alone. */
public final class Reports {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Reports() {}

    /** Writes a finding. */
    public static void write(Path directory, Finding finding) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(finding.id() + ".json"), MAPPER.writeValueAsString(finding) + System.lineSeparator());
    }

    /** Reads the findings of some questions, in their order; those that were never asked are missing. */
    public static List<Finding> read(Path directory, List<String> ids) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String id : ids) {
            Path file = directory.resolve(id + ".json");
            if (Files.exists(file)) {
                findings.add(MAPPER.readValue(file.toFile(), Finding.class));
            }
        }
        return findings;
    }
}
