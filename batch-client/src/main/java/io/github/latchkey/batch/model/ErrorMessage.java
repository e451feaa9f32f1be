package io.github.latchkey.batch.model;

import org.jspecify.annotations.Nullable;

/**
 * A text with its language.
 *
 * @param lang the language of the text, as {@code en-US}
 * @param value the text; ends with the request id and the time on lines of their own, so it is not for comparing
 */
public record ErrorMessage(@Nullable String lang, @Nullable String value) {}
