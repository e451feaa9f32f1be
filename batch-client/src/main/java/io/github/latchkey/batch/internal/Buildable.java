package io.github.latchkey.batch.internal;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the records that people construct: a builder of the same name plus {@code Builder} is made when they compile.
 */
@RecordBuilder.Template(options = @RecordBuilder.Options(enableWither = false))
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface Buildable {}
