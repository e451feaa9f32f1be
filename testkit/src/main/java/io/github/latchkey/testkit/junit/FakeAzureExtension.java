package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.http.RecordedRequest;
import io.github.latchkey.testkit.junit.WithFakeAzure.Lifetime;
import io.github.latchkey.testkit.time.TestClock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Gives tests a fake Entra ID and a fake Batch. {@link WithFakeAzure} registers it and says what it does. Registered in a field
 * it takes a description in place of that annotation:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FakeAzureExtension FAKES = FakeAzureExtension.describedBy(
 *         azure -> azure.batch(batch -> batch.assign(BuiltInRoles.BATCH_DATA_CONTRIBUTOR, principal)));
 * }</pre>
 */
public final class FakeAzureExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    /** Where the number of requests is kept that shared fakes had received before the test began. */
    private static final String BEFORE = "requests before";

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
     * Makes an extension to be registered in a field; a static one when a constructor has parameters or the fakes are shared.
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
            fakes(context, plan);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Plan plan = plan(context);
        if (plan.lifetime() == Lifetime.CLASS_WITHOUT_RESET) {
            FakeAzure earlier = fakes(context, plan).started();
            store(context).put(BEFORE, earlier == null ? 0L : earlier.journal().total());
        }
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
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        FakeAzure azure = fakes(context, plan(context)).started();
        if (azure != null && context.getExecutionException().isPresent()) {
            System.err.println(
                    report(context.getDisplayName(), azure, store(context).getOrDefault(BEFORE, Long.class, 0L)));
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

    /** Tells of the requests that came after the first so many, which were those of other tests. */
    private static String report(String test, FakeAzure azure, long before) {
        StringBuilder report = new StringBuilder()
                .append(test)
                .append(" failed; to repeat it with the same chance: -D")
                .append(FakeAzure.SEED_PROPERTY)
                .append('=')
                .append(azure.seed());
        long forgotten = azure.journal().forgotten();
        List<RecordedRequest> requests = azure.journal().requests().stream()
                .skip(Math.max(0, before - forgotten))
                .toList();
        report.append(requests.isEmpty() ? "\nit made no requests" : "\nit made these requests:");
        if (forgotten > before) {
            report.append("\n  ").append(forgotten - before).append(" earlier ones");
        }
        requests.forEach(request -> report.append("\n  ").append(request));
        return report.toString();
    }
}
