package io.github.latchkey.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.BatchPermissionException;
import io.github.latchkey.batch.job.JobCreate;
import io.github.latchkey.batch.model.PoolInformation;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.batch.rbac.RoleDefinition;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.FakeManagedIdentity;
import io.github.latchkey.testkit.entra.ManagedIdentity;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each block of the page about Azure's guide does what the page says. */
class AzureGuideTest {

    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final String DESKTOP = "d41d8cd9-8f00-4204-a980-0998ecf8427e";
    private static final TestCertificate CERTIFICATE = TestCertificate.selfSigned("app");

    private final FakeAzure azure = FakeAzure.builder()
            .entra(entra -> entra.autoApprove(true)
                    .app(EntraApp.builder(FakeEntra.DEFAULT_CLIENT_ID)
                            .secret(FakeEntra.DEFAULT_CLIENT_SECRET)
                            .certificate(CERTIFICATE)
                            .build())
                    .app(EntraApp.builder(DESKTOP)
                            .allowPublicClient(true)
                            .publicRedirect("http://localhost")
                            .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                            .build()))
            .start();
    private final AzureGuide service = guide(FakeEntra.DEFAULT_CLIENT_ID);
    private final AzureGuide desktop = guide(DESKTOP);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        azure.close();
    }

    private AzureGuide guide(String clientId) {
        return new AzureGuide(
                Cloud.custom("fake", azure.entra().authorityHost(), Cloud.PUBLIC.batchResource()),
                azure.entra().tenantId(),
                clientId,
                azure.batch().url(),
                azure.httpClient());
    }

    private void requireJobsOf(BatchClient batch) {
        assertThat(AzureGuide.jobs(batch).block(ENOUGH)).isEmpty();
        batch.close().block(ENOUGH);
        assertThat(azure.batchRequests().count()).isEqualTo(1);
    }

    private String tokensBy(String grant) {
        return grant + ": " + azure.tokenRequests().grant(grant).count();
    }

    @Test
    void endpoints_ofThePublicCloud_areThoseOfTheGuide() {
        assertThat(AzureGuide.endpoints())
                .containsExactly(
                        "https://login.microsoftonline.com",
                        "https://batch.core.windows.net/",
                        "https://batch.core.windows.net//.default");
    }

    @Test
    void person_signsInWithTheBrowser_andListsJobs() {
        azure.batch()
                .access()
                .assign(
                        BuiltInRoles.BATCH_DATA_CONTRIBUTOR,
                        azure.entra()
                                .directory()
                                .user(FakeEntra.DEFAULT_USER_NAME)
                                .orElseThrow()
                                .objectId());
        try (MsalEngine engine = desktop.engine()) {
            requireJobsOf(desktop.person(engine, this::signIn));
        }
        assertThat(tokensBy("authorization_code")).endsWith(": 1");
    }

    @Test
    void person_atAnotherDevice_isShownWhatToDo() {
        List<String> shown = new ArrayList<>();
        try (MsalEngine engine = desktop.engine()) {
            assertThat(desktop.personElsewhere(engine, shown::add)
                            .acquire(TokenRequest.forScopes(desktop.cloud().batchScope()))
                            .toCompletableFuture()
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join()
                            .value())
                    .isNotBlank();
        }
        assertThat(shown).singleElement().asString().contains("enter the code");
    }

    @Test
    void servicePrincipal_withSecretOrCertificate_listsJobs() throws IOException {
        requireJobsOf(service.secret(FakeEntra.DEFAULT_CLIENT_SECRET));
        azure.journal().clear();
        Path file = Files.write(directory.resolve("app.pfx"), CERTIFICATE.pkcs12("password"));

        requireJobsOf(service.certificate(file, "password"));

        assertThat(tokensBy("client_credentials")).endsWith(": 2");
    }

    @Test
    void machine_withAnIdentity_listsJobsBothWays() {
        azure.batch()
                .access()
                .assign(
                        BuiltInRoles.BATCH_DATA_CONTRIBUTOR,
                        ManagedIdentity.systemAssigned(FakeEntra.DEFAULT_SYSTEM_IDENTITY)
                                .objectId());
        Map<String, String> environment = azure.entra().managedIdentity().environment(FakeManagedIdentity.Source.IMDS);

        requireJobsOf(service.machine(environment));
        azure.journal().clear();
        requireJobsOf(service.whateverThereIs(environment));

        assertThat(azure.tokenRequests().count()).as("none with a secret").isZero();
    }

    @Test
    void function_thatBringsTheToken_isAskedAndTheProviderKeepsIt() {
        TokenProvider provider = service.shared(Credential.clientSecret()
                .cloud(service.cloud())
                .tenantId(service.tenantId())
                .clientId(service.clientId())
                .clientSecret(FakeEntra.DEFAULT_CLIENT_SECRET)
                .build());
        BatchClient batch = service.function(provider);

        AzureGuide.jobs(batch).repeat(4).blockLast(ENOUGH);

        assertThat(azure.batchRequests().count()).isEqualTo(5);
        assertThat(tokensBy("client_credentials")).endsWith(": 1");
        batch.close().block(ENOUGH);
        provider.dispose();
    }

    @Test
    void key_ofTheAccount_listsJobs() {
        requireJobsOf(service.key(azure.batch().accountName(), azure.batch().accountKey()));
        assertThat(azure.tokenRequests().count()).isZero();
    }

    @Test
    void customRole_ofThePage_submitsJobsAndManagesNoPools() throws IOException {
        RoleDefinition role;
        try (InputStream json = Objects.requireNonNull(AzureGuide.class.getResourceAsStream("job-submitter.json"))) {
            role = RoleDefinition.parse(new String(json.readAllBytes(), StandardCharsets.UTF_8))
                    .assignableAt("/");
        }
        azure.batch()
                .access()
                .assign(
                        role,
                        azure.entra()
                                .directory()
                                .app(service.clientId())
                                .orElseThrow()
                                .servicePrincipalId(service.tenantId()));
        BatchClient batch = service.secret(FakeEntra.DEFAULT_CLIENT_SECRET);

        assertThat(batch.pools().list().collectList().block(ENOUGH)).isEmpty();
        batch.jobs()
                .create(JobCreate.builder()
                        .id("job")
                        .poolInfo(PoolInformation.builder().poolId("pool").build())
                        .build())
                .block(ENOUGH);
        assertThatExceptionOfType(BatchPermissionException.class)
                .isThrownBy(() -> batch.pools().delete("pool").block(ENOUGH))
                .withMessageContaining("pools/delete");
        batch.close().block(ENOUGH);
    }

    /** Follows the sign-in page, which approves by itself, to where the browser posts the answer. */
    private void signIn(URI page) {
        try {
            HttpClient http = HttpClient.newBuilder()
                    .sslContext(azure.trust().sslContext())
                    .build();
            String answer = http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
            Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(answer);
            assertThat(action.find()).as(answer).isTrue();
            List<String> form = new ArrayList<>();
            Matcher field =
                    Pattern.compile("name=\"([^\"]+)\" value=\"([^\"]*)\"").matcher(answer);
            while (field.find()) {
                form.add(field.group(1) + "=" + URLEncoder.encode(field.group(2), StandardCharsets.UTF_8));
            }
            http.send(
                    HttpRequest.newBuilder(URI.create(action.group(1)))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
