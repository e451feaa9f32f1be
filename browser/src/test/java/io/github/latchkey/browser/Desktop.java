package io.github.latchkey.browser;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.Credential;
import io.github.latchkey.auth.InteractiveBrowserCredential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TokenSource;
import io.github.latchkey.auth.UserCredential;
import io.github.latchkey.auth.msal.MsalEngine;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.auth.reactive.msal.ReactorNettyMsalClient;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.EntraUser;
import io.github.latchkey.testkit.entra.EntraUser.SecondFactor;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A program on its user's machine, which calls Batch in that user's name; and the cloud that it talks to. */
final class Desktop implements AutoCloseable {

    static final String CLIENT = "0d9b6f5e-33b1-4c53-9f0e-7c1a2b3d4e5f";
    static final String NOSY_CLIENT = "6b1f9a27-58c4-4d0e-8a3b-2c4d6e8f0a1b";
    static final String CAREFUL = "careful@" + FakeEntra.DEFAULT_DOMAIN;
    static final String NEW = "new@" + FakeEntra.DEFAULT_DOMAIN;
    static final String BLOCKED = "blocked@" + FakeEntra.DEFAULT_DOMAIN;
    static final String PASSWORD = "letmein";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final FakeEntra entra = FakeEntra.builder()
            .deviceCodeInterval(Duration.ofSeconds(1))
            .app(EntraApp.builder(CLIENT)
                    .name("Render desk")
                    .allowPublicClient(true)
                    .publicRedirect("http://localhost")
                    .consented(EntraResource.BATCH_APP_ID, "user_impersonation")
                    .build())
            .app(EntraApp.builder(NOSY_CLIENT)
                    .name("Nosy desk")
                    .allowPublicClient(true)
                    .publicRedirect("http://localhost")
                    .requested(EntraResource.BATCH_APP_ID, "user_impersonation")
                    .build())
            .user(EntraUser.builder(CAREFUL, PASSWORD)
                    .secondFactor(SecondFactor.REQUIRED)
                    .build())
            .user(EntraUser.builder(NEW, PASSWORD)
                    .secondFactor(SecondFactor.NOT_REGISTERED)
                    .build())
            .user(EntraUser.builder(BLOCKED, PASSWORD).blockedByPolicy(true).build())
            .start();

    /** Lets in the users that may sign in, and nobody else. */
    final FakeBatch batch = FakeBatch.builder()
            .issuer(entra)
            .assign(BuiltInRoles.BATCH_DATA_CONTRIBUTOR, objectId(FakeEntra.DEFAULT_USER_NAME))
            .assign(BuiltInRoles.BATCH_DATA_CONTRIBUTOR, objectId(CAREFUL))
            .assign(BuiltInRoles.BATCH_DATA_CONTRIBUTOR, objectId(NEW))
            .start();

    final Cloud cloud = Cloud.custom("fake", entra.authorityHost(), Cloud.PUBLIC.batchResource());
    final MsalEngine engine = MsalEngine.builder()
            .httpClient(ReactorNettyMsalClient.of(entra.httpClient(), Duration.ofSeconds(10)))
            .build();

    private String objectId(String userName) {
        return entra.directory().user(userName).orElseThrow().objectId();
    }

    /** A user who signs in with the browser, in the fake's tenant unless the change says otherwise. */
    SigningIn signIn(Consumer<InteractiveBrowserCredential.Builder> change) {
        CompletableFuture<URI> page = new CompletableFuture<>();
        InteractiveBrowserCredential.Builder credential = Credential.interactiveBrowser()
                .cloud(cloud)
                .tenantId(entra.tenantId())
                .clientId(CLIENT)
                .browser(page::complete);
        change.accept(credential);
        return new SigningIn(page, acquire(credential.build()));
    }

    SigningIn signIn() {
        return signIn(usual -> {});
    }

    CompletableFuture<AccessToken> acquire(UserCredential credential) {
        return engine.source(credential).acquire(batchScope()).toCompletableFuture();
    }

    /** Lists the jobs of the account, with a token that is made when it is needed. */
    CompletableFuture<List<String>> listJobs(UserCredential credential) {
        return listJobs(engine.source(credential));
    }

    /** Lists the jobs of the account with one token. */
    List<String> listJobs(AccessToken token) throws Exception {
        return result(listJobs(request -> CompletableFuture.completedFuture(token)));
    }

    private CompletableFuture<List<String>> listJobs(TokenSource source) {
        TokenProvider provider = TokenProvider.builder(source, batchScope())
                .flightTimeout(PATIENCE)
                .build();
        BatchClient client = BatchClient.builder()
                .accountUrl(batch.url())
                .tokenProvider(provider)
                .httpClient(entra.httpClient())
                .timeout(PATIENCE)
                .attemptTimeout(PATIENCE)
                .build();
        return client.jobs()
                .list()
                .map(Job::id)
                .collectList()
                .doFinally(end -> provider.dispose())
                .toFuture();
    }

    private TokenRequest batchScope() {
        return TokenRequest.forScopes(cloud.batchScope());
    }

    static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static AuthenticationException failure(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            Object unexpected = future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("no failure but " + unexpected);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthenticationException typed) {
                return typed;
            }
            throw new AssertionError("not typed", failed);
        }
    }

    @Override
    public void close() {
        engine.close();
        batch.close();
        entra.close();
    }

    /** A sign-in that waits for its user. */
    record SigningIn(CompletableFuture<URI> opened, CompletableFuture<AccessToken> token) {

        /** Where the program sent the browser. */
        URI page() throws Exception {
            return result(opened);
        }

        /** The port that the program listens on for the browser to come back. */
        int port() throws Exception {
            String query = Objects.requireNonNull(page().getQuery());
            int start = query.indexOf("redirect_uri=") + "redirect_uri=".length();
            int end = query.indexOf('&', start);
            return URI.create(query.substring(start, end < 0 ? query.length() : end))
                    .getPort();
        }
    }
}
