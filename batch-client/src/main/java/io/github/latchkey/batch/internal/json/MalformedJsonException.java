package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;

/**
 * Says inside this module that an answer is not the JSON it should be; callers get it as the cause of a typed error.
 */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is wrong
     */
    public MalformedJsonException(String message) {
        super(message);
    }

    /**
     * Creates the exception without a cause: the parser's own words repeat pieces of the answer, which may hold signed
     * URLs.
     *
     * @param message what is wrong
     * @param failure where it is wrong
     */
    MalformedJsonException(String message, IOException failure) {
        super(message + where(failure));
    }

    private static String where(IOException failure) {
        StringBuilder text = new StringBuilder();
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            text.append(" at ");
            for (JsonMappingException.Reference step : mapping.getPath()) {
                if (step.getFieldName() == null) {
                    text.append('[').append(step.getIndex()).append(']');
                } else {
                    text.append(text.length() > 4 ? "." : "").append(step.getFieldName());
                }
            }
        }
        if (failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            text.append(", which is no ").append(mismatch.getTargetType().getSimpleName());
        }
        if (failure instanceof JacksonException jackson && jackson.getLocation() != null) {
            JsonLocation location = jackson.getLocation();
            text.append(" (line ")
                    .append(location.getLineNr())
                    .append(", column ")
                    .append(location.getColumnNr());
            text.append(')');
        }
        return text.toString();
    }
}
