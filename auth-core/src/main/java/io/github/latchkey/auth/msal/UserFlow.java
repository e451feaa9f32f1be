package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.SilentParameters;
import io.github.latchkey.auth.AuthorizationCodeCredential;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InteractiveBrowserCredential;
import io.github.latchkey.auth.InteractiveBrowserCredential.Prompt;
import io.github.latchkey.auth.UserCredential;
import io.github.latchkey.auth.UsernamePasswordCredential;
import java.net.MalformedURLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A user by MSAL4J: silently by the refresh token in its cache where there is one, and by asking the person only when
 * there is none or Entra ID wants it.
 */
final class UserFlow implements MsalFlow {

    private final MsalApplications applications;
    private final StoredCache cache;
    private final UserCredential user;
    private final SignIn signIn;

    UserFlow(MsalApplications applications, StoredCache cache, UserCredential user, SignIn signIn) {
        this.applications = applications;
        this.cache = cache;
        this.user = user;
        this.signIn = signIn;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(MsalCall call) throws MalformedURLException {
        return call.track(application(call))
                .thenCompose(application -> call.track(application.getAccounts())
                        .thenCompose(accounts -> choose(accounts)
                                .map(account -> silently(application, account, call))
                                .orElseGet(() -> call.track(signIn.start(application, call)))))
                .thenApply(this::remember);
    }

    private CompletableFuture<? extends AbstractClientApplicationBase> application(MsalCall call)
            throws MalformedURLException {
        return user instanceof AuthorizationCodeCredential code && code.client().isPresent()
                ? applications.confidential(code.client().orElseThrow(), user.tenantId(), call)
                : CompletableFuture.completedFuture(applications.publicClient(user, call));
    }

    /**
     * The account of this credential's user: the one that signed in with it, else the one that is named, else the only
     * one, if no other credential has it.
     */
    private Optional<IAccount> choose(Set<IAccount> accounts) {
        Optional<String> known = cache.account(user);
        String name = name();
        if (known.isPresent()) {
            return accounts.stream()
                    .filter(account -> known.get().equals(account.homeAccountId()))
                    .findFirst();
        }
        if (asksFirst()) {
            return Optional.empty();
        }
        if (name != null) {
            return accounts.stream()
                    .filter(account -> name.equalsIgnoreCase(account.username()))
                    .findFirst();
        }
        return accounts.size() != 1
                ? Optional.empty()
                : accounts.stream().findFirst().filter(account -> cache.claim(user, account.homeAccountId()));
    }

    /**
     * A code stands for a certain user, whoever else is in the cache; a prompt wants the person, whoever has signed in.
     */
    private boolean asksFirst() {
        return user instanceof AuthorizationCodeCredential
                || (user instanceof InteractiveBrowserCredential browser && browser.prompt() != Prompt.AS_NEEDED);
    }

    private @Nullable String name() {
        if (user instanceof InteractiveBrowserCredential browser) {
            return browser.loginHint().orElse(null);
        }
        return user instanceof UsernamePasswordCredential password ? password.username() : null;
    }

    private CompletableFuture<IAuthenticationResult> silently(
            AbstractClientApplicationBase application, IAccount account, MsalCall call) {
        CompletableFuture<IAuthenticationResult> silent;
        try {
            silent = call.track(application.acquireTokenSilently(parameters(account, call)));
        } catch (MalformedURLException e) {
            return CompletableFuture.failedFuture(e);
        }
        return silent.exceptionallyCompose(error -> needsPerson(error)
                ? call.track(signIn.start(application, call))
                : CompletableFuture.failedFuture(error));
    }

    @SuppressWarnings("deprecation") // no other parameter reaches the request that MSAL4J makes of the refresh token
    private SilentParameters parameters(IAccount account, MsalCall call) {
        // Whoever asks has used up the access token it had: the cached one would be that very token.
        SilentParameters.SilentParametersBuilder parameters =
                SilentParameters.builder(call.scopes(), account).forceRefresh(true);
        call.claims().ifPresent(parameters::claims);
        // MSAL4J lets the claims pass its cache by, but forgets them on the way to Entra ID.
        String claims = RequestedClaims.merge(call.challenge().orElse(null), applications.capabilities());
        if (claims != null) {
            parameters.extraQueryParameters(Map.of("claims", claims));
        }
        return parameters.build();
    }

    private static boolean needsPerson(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            boolean noRefreshToken = cause instanceof MsalClientException client
                    && AuthenticationErrorCode.CACHE_MISS.equals(client.errorCode());
            if (cause instanceof InteractionRequiredException || noRefreshToken) {
                return true;
            }
        }
        return false;
    }

    private IAuthenticationResult remember(IAuthenticationResult result) {
        if (result.account() != null) {
            cache.keepAccount(user, result.account().homeAccountId());
        }
        return result;
    }

    /** Asks the person. */
    @FunctionalInterface
    interface SignIn {

        /** Starts to ask; cancelling the future ends the wait. */
        CompletableFuture<IAuthenticationResult> start(AbstractClientApplicationBase application, MsalCall call);
    }
}
