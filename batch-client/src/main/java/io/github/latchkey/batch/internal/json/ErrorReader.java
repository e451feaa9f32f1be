package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.github.latchkey.batch.model.BatchError;
import io.github.latchkey.batch.model.BatchErrorDetail;
import io.github.latchkey.batch.model.ErrorMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error for what is in it: a member of another shape than the service's costs no other member, since the code
 * decides what the caller does next. A message may be a bare text, as other services send it.
 */
final class ErrorReader extends StdDeserializer<BatchError> {

    private static final long serialVersionUID = 1L;

    ErrorReader() {
        super(BatchError.class);
    }

    @Override
    public @Nullable BatchError deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return (BatchError) context.handleUnexpectedToken(BatchError.class, parser);
        }
        JsonNode error = context.readTree(parser);
        return new BatchError(text(error.path("code")), message(error.path("message")), values(error.path("values")));
    }

    private static @Nullable ErrorMessage message(JsonNode message) {
        if (message.isObject()) {
            return new ErrorMessage(text(message.path("lang")), text(message.path("value")));
        }
        String bare = text(message);
        return bare == null ? null : new ErrorMessage(null, bare);
    }

    private static @Nullable List<BatchErrorDetail> values(JsonNode values) {
        if (!values.isArray()) {
            return null;
        }
        List<BatchErrorDetail> details = new ArrayList<>();
        for (JsonNode value : values) {
            if (value.isObject()) {
                details.add(new BatchErrorDetail(text(value.path("key")), text(value.path("value"))));
            }
        }
        return details;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }
}
