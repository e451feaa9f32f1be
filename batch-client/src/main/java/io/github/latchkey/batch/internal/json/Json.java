package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.DiffDiskPlacement;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads and writes the service's JSON. Unknown members are ignored, absent ones are {@code null} and not written. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new UnknownSkipped())
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .addModule(new TimeModule())
            .addModule(new NodeModeModule())
            .addModule(new SimpleModule("errors").addDeserializer(BatchError.class, new ErrorReader()))
            .addModule(new SimpleModule("rules")
                    .setSerializerModifier(new RequestRules())
                    .addSerializer(DiffDiskPlacement.class, new PlacementWriter()))
            .build();

    /** Something after the value means that the answer is not the one it seems to be. */
    private static final ObjectReader WHOLE = MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Map<String, ObjectWriter> WRITERS = new ConcurrentHashMap<>(); // one for each service version

    private Json() {}

    /**
     * Writes the body of a request.
     *
     * @param value a model
     * @param serviceVersion the version that will read it
     * @return UTF-8
     * @throws InvalidOptionException if something that the service requires is absent, or the version does not know
     *     something that is set
     */
    public static byte[] write(Object value, String serviceVersion) {
        try {
            return writer(serviceVersion).writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidOptionException invalid) {
                throw invalid;
            }
            throw new InvalidOptionException(
                    value.getClass().getSimpleName(), null, "it cannot be written as JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Reads a body.
     *
     * @param json UTF-8
     * @param type the model
     * @param <T> the model
     * @return the value; {@code null} for a JSON {@code null}
     * @throws MalformedJsonException if it is no JSON, more than one value, or not of the type
     */
    public static <T> @Nullable T read(byte[] json, Class<T> type) {
        try {
            return WHOLE.forType(type).readValue(json);
        } catch (IOException e) {
            throw new MalformedJsonException("it is not the JSON that was expected", e);
        }
    }

    /**
     * Writes a time as the service reads it, in a body, a filter or a query alike.
     *
     * @param option what the time was given for
     * @param time the time
     * @return the text
     * @throws InvalidOptionException if it is not in the years 1 to 9999
     */
    public static String timestamp(String option, Instant time) {
        try {
            return Timestamps.format(time);
        } catch (DateTimeException e) {
            throw new InvalidOptionException(option, time, "give a time in the years 1 to 9999.");
        }
    }

    /** Writes what a service may have sent, which need not be what it would take. */
    static ObjectWriter unchecked() {
        return MAPPER.writer();
    }

    private static ObjectWriter writer(String serviceVersion) {
        return WRITERS.computeIfAbsent(
                serviceVersion, version -> MAPPER.writer().withAttribute(RequestRules.SERVICE_VERSION, version));
    }

    static ObjectReader readerFor(Class<?> type) {
        return MAPPER.readerFor(type);
    }

    /**
     * Says of every class that members it does not know are skipped. To merely not fail on them has Jackson collect
     * them until the record is complete, in case somebody asks.
     */
    private static final class UnknownSkipped extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
            return super.findPropertyIgnoralByName(config, annotated).withIgnoreUnknown();
        }
    }
}
