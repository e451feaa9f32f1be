package io.github.latchkey.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.jspecify.annotations.NullMarked;

/** Which room may know which. A rule that is broken says why it is there. */
@AnalyzeClasses(packages = "io.github.latchkey", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    private static final String AUTH_CORE = "io.github.latchkey.auth";
    private static final String MSAL = "io.github.latchkey.auth.msal..";
    private static final String AUTH_REACTIVE = "io.github.latchkey.auth.reactive..";
    private static final String ENTRA = "io.github.latchkey.auth.entra..";
    private static final String BATCH = "io.github.latchkey.batch..";
    private static final String TESTKIT = "io.github.latchkey.testkit..";
    private static final String NETTY = "io.netty..";
    private static final String REACTOR_NETTY = "reactor.netty..";
    private static final String JACKSON = "com.fasterxml.jackson..";

    @ArchTest
    static final ArchRule authCore_knowsNoReactorAndNoHttp = noClasses()
            .that()
            .resideInAnyPackage(AUTH_CORE, MSAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "reactor..", "org.reactivestreams..", NETTY, JACKSON, AUTH_REACTIVE, ENTRA, BATCH, TESTKIT)
            .because("tokens and credentials are values; whoever brings another engine gets them without ours");

    @ArchTest
    static final ArchRule authReactive_doesNotKnowTheBatchClient = noClasses()
            .that()
            .resideInAnyPackage(AUTH_REACTIVE, ENTRA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BATCH, TESTKIT)
            .because("the arrows point one way: auth-core <- auth-reactive <- batch-client");

    @ArchTest
    static final ArchRule tokenEngine_knowsNoHttpAndNoJson = noClasses()
            .that()
            .resideInAPackage("io.github.latchkey.auth.reactive")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NETTY, REACTOR_NETTY, JACKSON)
            .because("the engine serves every token source alike");

    @ArchTest
    static final ArchRule testkit_speaksProtocolsOnly = noClasses()
            .that()
            .resideInAPackage(TESTKIT)
            .should()
            .dependOnClassesThat(resideInAPackage("io.github.latchkey.auth..").or(resideInAPackage(BATCH)))
            .because(
                    "the modules' own tests use the testkit, and a fake that shares code with the client shares its errors");

    @ArchTest
    static final ArchRule batchClient_doesNotKnowTheTestkit = noClasses()
            .that()
            .resideInAPackage(BATCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TESTKIT);

    @ArchTest
    static final ArchRule msal4j_hasOneDoor = noClasses()
            .that()
            .resideOutsideOfPackages(MSAL, "io.github.latchkey.auth.reactive.msal..")
            .and()
            .doNotHaveFullyQualifiedName("io.github.latchkey.auth.azurecore.MsalAnswers")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.microsoft.aad..")
            .because("MSAL4J is optional, and nobody else should notice when it is not there; "
                    + "MsalAnswers reads the errors that azure-identity passes on");

    @ArchTest
    static final ArchRule jackson_isConfiguredInOneRoomOfTheBatchClient = noClasses()
            .that()
            .resideInAPackage(BATCH)
            .and()
            .resideOutsideOfPackage("io.github.latchkey.batch.internal.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
            .because("models carry annotations only, so that the JSON library can be changed in one place");

    @ArchTest
    static final ArchRule netty_isForThoseWhoSpeakHttp = noClasses()
            .that()
            .resideInAnyPackage("io.github.latchkey.auth..", BATCH)
            .and()
            .resideOutsideOfPackages(
                    ENTRA, "io.github.latchkey.auth.reactive.msal..", "io.github.latchkey.batch.internal.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(NETTY)
            .because("HTTP is one room in each module; the others speak of requests and answers");

    @ArchTest
    static final ArchRule jackson_inAuthReactive_isForThoseWhoReadAnswers = noClasses()
            .that()
            .resideInAPackage("io.github.latchkey.auth..")
            .and()
            .resideOutsideOfPackages(ENTRA, "io.github.latchkey.auth.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(JACKSON)
            .because("tokens are values; only what the wire and the command line say is JSON");

    @ArchTest
    static final ArchRule internalPackages_areForTheirOwnModule = noClasses()
            .that()
            .resideOutsideOfPackage(BATCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.latchkey.batch.internal..");

    @ArchTest
    static final ArchRule roomsOfAuth_haveNoCycles =
            slices().matching("io.github.latchkey.auth.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfTheTestkit_haveNoCycles =
            slices().matching("io.github.latchkey.testkit.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackage_isNullMarked =
            classes().that().haveSimpleName("package-info").should(ArchConditions.beAnnotatedWith(NullMarked.class));

    @ArchTest
    static final ArchRule systemClock_isAskedAtTheDoorOnly = noClasses()
            .that()
            .resideInAnyPackage(AUTH_REACTIVE, ENTRA, BATCH)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .because("time comes in through the builders, or tests cannot move it");

    @ArchTest
    static final ArchRule loggers_areReactors = noClasses()
            .that()
            .resideInAnyPackage(AUTH_REACTIVE, ENTRA, BATCH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "java.util.logging..")
            .because("Reactor's loggers find SLF4J where it is and do without where it is not");

    @ArchTest
    static final ArchRule loggers_arePrivateConstants = fields().that()
            .haveRawType("reactor.util.Logger")
            .should()
            .beStatic()
            .andShould()
            .beFinal()
            .allowEmptyShould(true);
}
