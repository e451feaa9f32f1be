package io.github.latchkey.testkit.junit;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.time.TestClock;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a fake Entra ID and a fake Batch, both on real HTTPS sockets.
 *
 * <pre>{@code
 * @WithFakeAzure
 * class NightlyJobTest {
 *
 *     @Test
 *     void run_addsTheJob(FakeAzure azure, Credential credential, HttpClient http) {
 *         new NightlyJob(azure.batch().url(), credential, http).run();
 *
 *         azure.batchRequests().operation("Job_Add").hasCount(1);
 *     }
 * }
 * }</pre>
 *
 * <p>Constructors, tests and the methods around them may have these parameters: {@link FakeAzure} and its parts
 * {@code FakeEntra}, {@code FakeBatch} (the first account), {@link TestClock}, {@code Journal}, {@code TestAuthority}
 * and {@code ClientCredentials}, an {@code HttpClient} that trusts the fakes, and a {@link java.net.URI} with
 * {@link BatchUrl} or {@link AuthorityHost}. So may any type {@code T} with a {@code public static T
 * environment(Map<String, String>)}, which is called with {@link FakeAzure#environment()}: Latchkey's own
 * {@code Credential} is one, and no client library is known to the testkit. All parameters of one test belong to the
 * same fakes. They start when the first parameter is asked for and end with the test.
 *
 * <p>Each test gets fakes of its own, each invocation of a parameterised test as well, so that tests may run in
 * parallel. {@link #lifetime} shares them within a class. Nested classes have the fakes of the class around them: of
 * the same test, or shared; an annotation of their own decides for their tests. When a test fails, dynamic ones
 * included, or a constructor or a method around the tests, the requests that it made are printed to the standard error
 * stream, with their secrets masked, and the seed with which it can be repeated. An aborted test prints nothing.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FakeAzureExtension.class)
public @interface WithFakeAzure {

    /**
     * Describes the fakes. They have their default configuration without this.
     *
     * @return classes with a constructor without parameters, applied in this order before each start
     */
    Class<? extends FakeAzureSetup>[] value() default {};

    /**
     * Tells how long the fakes live.
     *
     * @return for one test by default
     */
    Lifetime lifetime() default Lifetime.TEST;

    /**
     * Gives the fakes a frozen clock, so that nothing happens until the test moves it. What {@link #value} sets wins.
     *
     * @return a running clock by default
     */
    boolean frozenClock() default false;

    /** How long fakes live. */
    enum Lifetime {

        /** Each test has fakes of its own. */
        TEST,

        /**
         * All tests of the class, and of the classes nested in it, share the fakes. They are reset before each test,
         * which undoes what {@code @BeforeAll} methods did to them; what shall be there for each test is put into
         * {@link FakeAzure.Builder#prepare}. Tests that run concurrently are refused.
         */
        CLASS,

        /**
         * All tests of the class, and of the classes nested in it, share the fakes, which are never reset. Tests may
         * run concurrently when they do not mind each other.
         */
        CLASS_WITHOUT_RESET
    }
}
