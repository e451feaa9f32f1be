package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Teaches Jackson the service's timestamps and durations. */
final class TimeModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    TimeModule() {
        addDeserializer(Instant.class, new InstantReader());
        addSerializer(Instant.class, new InstantWriter());
        addDeserializer(Duration.class, new DurationReader());
        addSerializer(Duration.class, new DurationWriter());
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {

        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                Instant instant =
                        Timestamps.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                if (instant != null) {
                    return instant;
                }
            }
            return (Instant) context.handleWeirdStringValue(
                    Instant.class, parser.getText(), "not a UTC timestamp as 2016-09-06T06:59:15.1161429Z");
        }
    }

    private static final class InstantWriter extends StdScalarSerializer<Instant> {

        private static final long serialVersionUID = 1L;

        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(Timestamps.format(value));
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {

        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public @Nullable Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                Duration duration =
                        Durations.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                if (duration != null) {
                    return duration;
                }
            }
            return (Duration) context.handleWeirdStringValue(
                    Duration.class, parser.getText(), "not an ISO 8601 duration as P10675199DT2H48M5.4775807S");
        }
    }

    private static final class DurationWriter extends StdScalarSerializer<Duration> {

        private static final long serialVersionUID = 1L;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(Durations.format(value));
        }
    }
}
