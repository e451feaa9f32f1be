package io.github.latchkey.testkit.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * The {@code public static T environment(Map<String, String>)} of a type {@code T}, as our {@code Credential} has it.
 * By that name alone the testkit makes a ready credential without knowing a client library.
 */
record EnvironmentFactory(Method method) {

    private static final String NAME = "environment";

    static Optional<EnvironmentFactory> of(Class<?> type) {
        try {
            Method method = type.getMethod(NAME, Map.class);
            return Modifier.isStatic(method.getModifiers()) && type.isAssignableFrom(method.getReturnType())
                    ? Optional.of(new EnvironmentFactory(method))
                    : Optional.empty();
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        }
    }

    Object make(Map<String, String> environment) {
        try {
            return method.invoke(null, environment);
        } catch (InvocationTargetException refused) {
            throw new ParameterResolutionException(
                    method + " refused the fakes' environment: " + refused.getCause(), refused.getCause());
        } catch (IllegalAccessException hidden) {
            throw new ParameterResolutionException(method + " cannot be called; make its type public", hidden);
        }
    }
}
