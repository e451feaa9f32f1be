package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import io.github.latchkey.auth.AuthorizationCodeCredential;
import io.github.latchkey.auth.InteractiveBrowserCredential;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.UserCredential;
import io.github.latchkey.auth.UsernamePasswordCredential;
import java.net.MalformedURLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A user by MSAL4J: silently by the refresh token in its cache where there is one, and by asking the person only when there is
 * none or Entra ID wants it. One application object for each tenant, so that no user's tokens meet another flow's.
 */
final class UserFlow implements MsalFlow {

    private final MsalSettings settings;
    private final UserCredential user;
    private final SignIn signIn;
    private final Map<String, AbstractClientApplicationBase> applications = new ConcurrentHashMap<>();
    private volatile @Nullable String homeAccountId;

    UserFlow(MsalSettings settings, UserCredential user, SignIn signIn) {
        this.settings = settings;
        this.user = user;
        this.signIn = signIn;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(TokenRequest request, Running running)
            throws MalformedURLException {
        AbstractClientApplicationBase application =
                application(request.tenantId().orElse(user.tenantId()));
        return running.track(application.getAccounts())
                .thenCompose(accounts -> choose(accounts)
                        .map(account -> silently(application, account, request, running))
                        .orElseGet(() -> running.track(signIn.start(application, request))))
                .thenApply(this::remember);
    }

    private AbstractClientApplicationBase application(String tenantId) throws MalformedURLException {
        AbstractClientApplicationBase known = applications.get(tenantId);
        if (known != null) {
            return known;
        }
        AbstractClientApplicationBase made = make(tenantId);
        AbstractClientApplicationBase first = applications.putIfAbsent(tenantId, made);
        return first == null ? made : first;
    }

    private AbstractClientApplicationBase make(String tenantId) throws MalformedURLException {
        if (user instanceof AuthorizationCodeCredential code && code.client().isPresent()) {
            ServicePrincipalCredential client = code.client().orElseThrow();
            return settings.applyTo(
                            ConfidentialClientApplication.builder(
                                            client.clientId(), ClientProofs.of(client, settings.clock()))
                                    .sendX5c(ClientProofs.sendsChain(client)),
                            user.cloud(),
                            tenantId)
                    .build();
        }
        return settings.applyTo(PublicClientApplication.builder(user.clientId()), user.cloud(), tenantId)
                .build();
    }

    /** The account of this source's user: the one that signed in here, else the one that is named, else the only one. */
    private Optional<IAccount> choose(Set<IAccount> accounts) {
        String known = homeAccountId;
        String name = name();
        if (known != null) {
            return accounts.stream()
                    .filter(account -> known.equals(account.homeAccountId()))
                    .findFirst();
        }
        if (name != null) {
            return accounts.stream()
                    .filter(account -> name.equalsIgnoreCase(account.username()))
                    .findFirst();
        }
        // A code stands for a certain user, whoever else is in the cache.
        return user instanceof AuthorizationCodeCredential || accounts.size() != 1
                ? Optional.empty()
                : accounts.stream().findFirst();
    }

    private @Nullable String name() {
        if (user instanceof InteractiveBrowserCredential browser) {
            return browser.loginHint().orElse(null);
        }
        return user instanceof UsernamePasswordCredential password ? password.username() : null;
    }

    private CompletableFuture<IAuthenticationResult> silently(
            AbstractClientApplicationBase application, IAccount account, TokenRequest request, Running running) {
        // Whoever asks has used up the access token it had: the cached one would be that very token.
        SilentParameters.SilentParametersBuilder parameters =
                SilentParameters.builder(request.scopes(), account).forceRefresh(true);
        MsalClaims.of(request).ifPresent(parameters::claims);
        CompletableFuture<IAuthenticationResult> silent;
        try {
            silent = running.track(application.acquireTokenSilently(parameters.build()));
        } catch (MalformedURLException e) {
            return CompletableFuture.failedFuture(e);
        }
        return silent.exceptionallyCompose(error -> {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            return cause instanceof MsalInteractionRequiredException || isCacheMiss(cause)
                    ? running.track(signIn.start(application, request))
                    : CompletableFuture.failedFuture(error);
        });
    }

    private static boolean isCacheMiss(@Nullable Throwable cause) {
        return cause instanceof MsalClientException client
                && client.getMessage() != null
                && client.getMessage().contains("Token not found in the cache");
    }

    private IAuthenticationResult remember(IAuthenticationResult result) {
        if (result.account() != null) {
            homeAccountId = result.account().homeAccountId();
        }
        return result;
    }

    /** Asks the person. */
    @FunctionalInterface
    interface SignIn {

        /** Starts to ask; cancelling the future ends the wait. */
        CompletableFuture<IAuthenticationResult> start(AbstractClientApplicationBase application, TokenRequest request);
    }
}
