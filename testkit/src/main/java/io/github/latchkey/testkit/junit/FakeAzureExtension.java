package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.junit.WithFakeAzure.Lifetime;
import io.github.latchkey.testkit.time.TestClock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Gives tests a fake Entra ID and a fake Batch. {@link WithFakeAzure} registers it and says what it does. Registered in
 * a field it takes a description in place of that annotation:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FakeAzureExtension FAKES = FakeAzureExtension.describedBy(
 *         azure -> azure.batch(batch -> batch.assign(BuiltInRoles.BATCH_DATA_CONTRIBUTOR, principal)));
 * }</pre>
 */
public final class FakeAzureExtension
        implements BeforeAllCallback,
                TestInstancePreConstructCallback,
                BeforeEachCallback,
                InvocationInterceptor,
                ParameterResolver {

    private final @Nullable FakeAzureSetup setup;
    private final Lifetime lifetime;

    /** For {@link WithFakeAzure}. */
    FakeAzureExtension() {
        this.setup = null;
        this.lifetime = Lifetime.TEST;
    }

    private FakeAzureExtension(FakeAzureSetup setup, Lifetime lifetime) {
        this.setup = setup;
        this.lifetime = lifetime;
    }

    /**
     * Makes an extension to be registered in a field; a static one when a constructor has parameters or the fakes are
     * shared.
     *
     * @param setup describes the fakes, before each start
     * @return an extension whose fakes live for one test
     */
    public static FakeAzureExtension describedBy(FakeAzureSetup setup) {
        return new FakeAzureExtension(setup, Lifetime.TEST);
    }

    /**
     * Sets how long the fakes live.
     *
     * @param newLifetime as for {@link WithFakeAzure#lifetime}
     * @return a copy
     */
    public FakeAzureExtension lifetime(Lifetime newLifetime) {
        return new FakeAzureExtension(setup == null ? azure -> {} : setup, newLifetime);
    }

    /** Lets constructors see the test that they are called for, so that its fakes are the same. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Plan plan = plan(context);
        if (plan.lifetime() != Lifetime.TEST) {
            report(context, plan);
        }
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext instance, ExtensionContext context) {
        Plan plan = plan(context);
        if (plan.lifetime() != Lifetime.TEST || context.getTestMethod().isPresent()) {
            report(context, plan);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Plan plan = plan(context);
        FailureReport report = report(context, plan);
        if (plan.lifetime() != Lifetime.CLASS) {
            return;
        }
        if (isConcurrent(context)) {
            throw new ExtensionConfigurationException(
                    "the tests of " + context.getRequiredTestClass().getName()
                            + " run concurrently, so the fakes that they share cannot be reset before each of them;"
                            + " use Lifetime.TEST, Lifetime.CLASS_WITHOUT_RESET or @Execution(ExecutionMode.SAME_THREAD)");
        }
        FakeAzure started = fakes(context, plan).started();
        if (started != null) {
            started.reset();
            report.beginAgain();
        }
    }

    /** Prints what a dynamic test asked for; JUnit counts its failure as none of the method that made it. */
    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        LazyFakes fakes = fakes(context, plan(context));
        long before = FailureReport.total(fakes);
        try {
            invocation.proceed();
        } catch (Throwable failure) {
            FailureReport.print(context, failure, fakes, before);
            throw failure;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Injection.of(parameter).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Plan plan = plan(context);
        if (plan.lifetime() == Lifetime.TEST && context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "there is no test yet whose fakes " + parameter.getDeclaringExecutable()
                            + " could get; share them with lifetime = Lifetime.CLASS, or take them as parameters of the tests");
        }
        FakeAzure azure = fakes(context, plan).azure();
        return Injection.of(parameter).orElseThrow().apply(azure);
    }

    /** What to do for the tests of a class; the key tells the fakes of several plans apart. */
    private record Plan(Object key, Lifetime lifetime, Supplier<FakeAzure.Builder> description) {

        static Plan of(Class<?> annotated, WithFakeAzure annotation) {
            return new Plan(annotated, annotation.lifetime(), () -> {
                FakeAzure.Builder azure = FakeAzure.builder();
                if (annotation.frozenClock()) {
                    azure.clock(TestClock.frozen());
                }
                for (Class<? extends FakeAzureSetup> setup : annotation.value()) {
                    ReflectionSupport.newInstance(setup).describe(azure);
                }
                return azure;
            });
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(FakeAzureExtension.class));
    }

    /** Returns the fakes of the test, or those of the outermost class that shares them. */
    private static LazyFakes fakes(ExtensionContext context, Plan plan) {
        return store(context)
                .getOrComputeIfAbsent(plan.key(), key -> new LazyFakes(plan.description()), LazyFakes.class);
    }

    /** Returns the report on what the context stands for; made the first time, before anything of it runs. */
    private static FailureReport report(ExtensionContext context, Plan plan) {
        LazyFakes fakes = fakes(context, plan);
        return store(context)
                .getOrComputeIfAbsent(
                        List.of(plan.key(), context.getUniqueId()),
                        key -> new FailureReport(context, fakes),
                        FailureReport.class);
    }

    private Plan plan(ExtensionContext context) {
        FakeAzureSetup own = setup;
        if (own != null) {
            return new Plan(this, lifetime, () -> {
                FakeAzure.Builder azure = FakeAzure.builder();
                own.describe(azure);
                return azure;
            });
        }
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            Optional<Class<?>> type = at.get().getTestClass();
            Optional<WithFakeAzure> annotation = AnnotationSupport.findAnnotation(type, WithFakeAzure.class);
            if (annotation.isPresent()) {
                return Plan.of(type.orElseThrow(), annotation.get());
            }
        }
        // Registered with @ExtendWith, without the annotation.
        return new Plan(this, Lifetime.TEST, FakeAzure::builder);
    }

    private static boolean isConcurrent(ExtensionContext context) {
        return context.getExecutionMode() == ExecutionMode.CONCURRENT
                && context.getConfigurationParameter("junit.jupiter.execution.parallel.enabled")
                        .map(Boolean::parseBoolean)
                        .orElse(false);
    }
}
