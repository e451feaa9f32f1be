package io.github.latchkey.batch.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which service versions know a component. Sending it to another version fails with an
 * {@link io.github.latchkey.auth.InvalidOptionException} before any request.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Versions {

    /**
     * Returns the first version that knows the component.
     *
     * @return the version, empty for the oldest that this library speaks
     */
    String from() default "";

    /**
     * Returns the first version that does not know it any more.
     *
     * @return the version, empty where none has dropped it
     */
    String until() default "";
}
