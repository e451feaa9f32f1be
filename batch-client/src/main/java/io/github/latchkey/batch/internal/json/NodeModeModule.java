package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.util.AccessPattern;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.model.NodeCommunicationMode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Teaches Jackson the one value that the service writes as {@code null}, which is not the same as a member left out.
 */
final class NodeModeModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    NodeModeModule() {
        addDeserializer(NodeCommunicationMode.class, new Reader());
        addSerializer(NodeCommunicationMode.class, new Writer());
    }

    private static final class Reader extends StdScalarDeserializer<NodeCommunicationMode> {

        private static final long serialVersionUID = 1L;

        Reader() {
            super(NodeCommunicationMode.class);
        }

        @Override
        public NodeCommunicationMode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return NodeCommunicationMode.of(_parseString(parser, context, this));
        }

        @Override
        public NodeCommunicationMode getNullValue(DeserializationContext context) {
            return NodeCommunicationMode.UNDECIDED;
        }

        @Override
        public AccessPattern getNullAccessPattern() {
            return AccessPattern.CONSTANT;
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }

    private static final class Writer extends StdScalarSerializer<NodeCommunicationMode> {

        private static final long serialVersionUID = 1L;

        Writer() {
            super(NodeCommunicationMode.class);
        }

        @Override
        public void serialize(NodeCommunicationMode value, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            if (!value.equals(NodeCommunicationMode.UNDECIDED)) {
                generator.writeString(value.value());
                return;
            }
            if (provider.getAttribute(RequestRules.SERVICE_VERSION) != null) {
                throw new InvalidOptionException(
                        generator.currentValue().getClass().getSimpleName() + "."
                                + generator.getOutputContext().getCurrentName(),
                        value,
                        "the service says so and cannot be asked for it; choose another mode or leave it out.");
            }
            generator.writeNull();
        }
    }
}
