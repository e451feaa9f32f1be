package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.UserNamePasswordParameters;
import io.github.latchkey.auth.AuthorizationCodeCredential;
import io.github.latchkey.auth.DeviceCodeCredential;
import io.github.latchkey.auth.DeviceCodePrompt;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.SupplierErrors;
import io.github.latchkey.auth.UsernamePasswordCredential;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways in which a person is asked. */
final class SignIns {

    private SignIns() {}

    static UserFlow.SignIn deviceCode(DeviceCodeCredential credential, Clock clock) {
        return (application, call) -> {
            Started started = new Started();
            var parameters = DeviceCodeFlowParameters.builder(call.scopes(), code -> {
                started.await();
                credential
                        .prompt()
                        .accept(new DeviceCodePrompt(
                                code.userCode(),
                                URI.create(code.verificationUri()),
                                code.message(),
                                clock.instant().plusSeconds(code.expiresIn())));
            });
            call.claims().ifPresent(parameters::claims);
            return started.after(() -> publicClient(application).acquireToken(parameters.build()));
        };
    }

    /**
     * Holds MSAL4J's thread until the call that started it has returned. MSAL4J notes the future that it polls for only
     * then, and fails with a {@code NullPointerException} when a quick answer of Entra ID is there before.
     */
    private static final class Started {

        private final CompletableFuture<Void> returned = new CompletableFuture<>();
        private final Thread starter = Thread.currentThread();

        <T> CompletableFuture<T> after(Supplier<CompletableFuture<T>> start) {
            try {
                return start.get();
            } finally {
                returned.complete(null);
            }
        }

        void await() {
            if (!returned.isDone() && Thread.currentThread() == starter) {
                throw new InvalidOptionException(
                        "executor", "one that runs tasks on the thread that brings them", "give threads of its own.");
            }
            returned.join();
        }
    }

    /** Ends a sign-in as the work for it has ended. */
    static void end(
            CompletableFuture<IAuthenticationResult> result,
            @Nullable IAuthenticationResult token,
            @Nullable Throwable error) {
        if (error == null) {
            result.complete(token);
        } else {
            result.completeExceptionally(error);
        }
    }

    /** After its code only the cache can answer. */
    static UserFlow.SignIn authorizationCode(AuthorizationCodeCredential credential) {
        AuthorizationCode code =
                new AuthorizationCode(credential.code(), credential.redirectUri(), credential.codeVerifier());
        AtomicBoolean redeemed = new AtomicBoolean();
        return (application, call) -> {
            if (redeemed.getAndSet(true)) {
                return CompletableFuture.failedFuture(new InteractionRequiredException(
                        "The authorization code was redeemed before, and no refresh token is left",
                        ErrorDetails.builder()
                                .claims(call.challenge().orElse(null))
                                .correlationId(call.correlationId())
                                .remedy("Send the user to sign in again.")
                                .build(),
                        null));
            }
            return code.redeem(application, call, () -> redeemed.set(false));
        };
    }

    static UserFlow.SignIn password(UsernamePasswordCredential credential, MsalSettings settings) {
        String what = "password";
        return (application, call) -> settings.ask(what, credential.passwordSupplier())
                .thenCompose(password -> call.track(
                        password(application, credential, SupplierErrors.requirePresent(what, password), call)));
    }

    @SuppressWarnings("deprecation") // the vendor advises against it as well; it is for tests
    private static CompletableFuture<IAuthenticationResult> password(
            AbstractClientApplicationBase application,
            UsernamePasswordCredential credential,
            String password,
            MsalCall call) {
        var parameters =
                UserNamePasswordParameters.builder(call.scopes(), credential.username(), password.toCharArray());
        call.claims().ifPresent(parameters::claims);
        return publicClient(application).acquireToken(parameters.build());
    }

    private static PublicClientApplication publicClient(AbstractClientApplicationBase application) {
        return (PublicClientApplication) application;
    }
}
