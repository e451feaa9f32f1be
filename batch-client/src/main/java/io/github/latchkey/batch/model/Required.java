package io.github.latchkey.batch.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component that the service requires in a request. It may be absent in an answer, therefore the type does not
 * enforce it; sending without it fails with an {@link io.github.latchkey.auth.InvalidOptionException} before any
 * request.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Required {}
