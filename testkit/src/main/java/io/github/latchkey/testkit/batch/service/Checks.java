package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The rules for values that the shapes of bodies cannot tell. */
final class Checks {

    private static final Set<String> SECRETS =
            Set.of("password", "accountKey", "sasKey", "sshPrivateKey", "protectedSettings");
    private static final List<String> RESOURCE_SOURCES =
            List.of("httpUrl", "storageContainerUrl", "autoStorageContainerName");
    private static final int LONGEST_DISPLAY_NAME = 1024;
    private static final Duration SHORTEST_RESIZE_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration SHORTEST_EVALUATION = Duration.ofMinutes(5);
    private static final Duration LONGEST_EVALUATION = Duration.ofDays(7);

    private Checks() {}

    static void common(BatchAccount account, ObjectNode spec) {
        String displayName = Trees.text(spec, "displayName", "");
        if (displayName.length() > LONGEST_DISPLAY_NAME) {
            throw invalid("displayName", displayName, "The value must have at most 1024 characters");
        }
        metadata(account, spec.path("metadata"));
    }

    private static void metadata(BatchAccount account, JsonNode metadata) {
        int size = 0;
        for (JsonNode item : metadata) {
            String name = Trees.text(item, "name", "");
            String value = Trees.text(item, "value", "");
            if (name.isEmpty()) {
                throw ErrorCode.EMPTY_METADATA_KEY.fault();
            }
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw ErrorCode.INVALID_METADATA.fault().with("MetadataKey", name);
            }
            size += name.length() + value.length();
        }
        if (size > account.limits().metadataCharacters()) {
            throw ErrorCode.METADATA_TOO_LARGE
                    .fault()
                    .with("MaxLimit", String.valueOf(account.limits().metadataCharacters()));
        }
    }

    static BatchFault invalid(String property, String value, String reason) {
        return BatchFault.property(ErrorCode.INVALID_PROPERTY_VALUE, property, value, reason);
    }

    static void atLeast(JsonNode node, String property, Duration least) {
        String text = Trees.text(node, property);
        if (text != null && Trees.duration(node, property, least).compareTo(least) < 0) {
            throw invalid(property, text, "The value must be at least " + least);
        }
    }

    static void resizeTimeout(JsonNode node) {
        atLeast(node, "resizeTimeout", SHORTEST_RESIZE_TIMEOUT);
    }

    static void evaluationInterval(JsonNode node) {
        atLeast(node, "autoScaleEvaluationInterval", SHORTEST_EVALUATION);
        Duration interval = Trees.duration(node, "autoScaleEvaluationInterval", SHORTEST_EVALUATION);
        if (interval.compareTo(LONGEST_EVALUATION) > 0) {
            throw invalid(
                    "autoScaleEvaluationInterval",
                    Trees.text(interval),
                    "The value must be at most " + LONGEST_EVALUATION);
        }
    }

    static void formula(BatchAccount account, String formula) {
        if (formula.length() > account.limits().autoScaleFormulaCharacters()) {
            throw ErrorCode.AUTO_SCALING_FORMULA_TOO_LONG.fault();
        }
    }

    /** Refuses a formula that could not be evaluated however the pool is. */
    static void validFormula(BatchAccount account, String formula) {
        formula(account, formula);
        String fault = FormulaParser.fault(formula);
        if (fault != null) {
            throw ErrorCode.AUTO_SCALING_FORMULA_SYNTAX_ERROR.fault().with("Message", fault);
        }
    }

    /** Checks how often a task may be tried again: as often as it fails, or a number of times. */
    static void retries(JsonNode node, String path) {
        int retries = Trees.number(node, "maxTaskRetryCount", 0);
        if (retries < -1) {
            throw invalid(path + "maxTaskRetryCount", String.valueOf(retries), "The value must be -1 or above");
        }
    }

    static void range(JsonNode node, String property, int least, int most) {
        if (Trees.has(node, property)) {
            int value = node.get(property).asInt();
            if (value < least || value > most) {
                throw invalid(property, String.valueOf(value), "The value must be from " + least + " to " + most);
            }
        }
    }

    /** Checks that the account has the certificates that references name. */
    static void certificates(BatchAccount account, JsonNode spec) {
        for (JsonNode reference : spec.path("certificateReferences")) {
            String id = Certificate.id(
                    Trees.text(reference, "thumbprintAlgorithm", ""), Trees.text(reference, "thumbprint", ""));
            if (!account.certificates.containsKey(Ids.key(id))) {
                throw ErrorCode.INVALID_CERTIFICATE_REFERENCES.fault().with("Certificate", id);
            }
        }
    }

    /** Checks that resource files are not too many and have one source each. */
    static void resourceFiles(BatchAccount account, JsonNode files) {
        if (files.size() > account.limits().resourceFiles()) {
            throw ErrorCode.REQUEST_ENTITY_TOO_LARGE
                    .fault()
                    .with("PropertyName", "resourceFiles")
                    .with("MaxLimit", String.valueOf(account.limits().resourceFiles()));
        }
        for (JsonNode file : files) {
            long sources = RESOURCE_SOURCES.stream()
                    .filter(source -> Trees.has(file, source))
                    .count();
            if (sources != 1) {
                throw invalid(
                        "resourceFiles",
                        Trees.text(file, "filePath", ""),
                        "A resource file must have exactly one of " + String.join(", ", RESOURCE_SOURCES));
            }
            if (Trees.has(file, "httpUrl") && Trees.text(file, "filePath", "").isEmpty()) {
                throw invalid("resourceFiles", "", "A resource file of an httpUrl must have a filePath");
            }
        }
    }

    /** Removes what the service takes and never shows. */
    static void dropSecrets(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.copyOf(SECRETS));
            object.forEach(Checks::dropSecrets);
        } else if (node instanceof ArrayNode array) {
            array.forEach(Checks::dropSecrets);
        }
    }
}
