package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets whoever asks for the same join the sign-in that is open: people take longer than a flight, and must not find a
 * second prompt beside the first. It ends when the last one who waits has left.
 */
final class OpenSignIn implements UserFlow.SignIn {

    private final UserFlow.SignIn signIn;
    private @Nullable Joint open; // guarded by this

    OpenSignIn(UserFlow.SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public CompletableFuture<IAuthenticationResult> start(AbstractClientApplicationBase application, MsalCall call) {
        Joint own;
        CompletableFuture<IAuthenticationResult> joined;
        synchronized (this) {
            joined = open == null ? null : open.join(call);
            if (joined != null) {
                return joined;
            }
            own = new Joint(call);
            joined = Objects.requireNonNull(own.join(call));
            open = own;
        }
        own.follow(signIn, application);
        return joined;
    }

    /** One sign-in, and those who wait for it. */
    private static final class Joint {

        private final MsalCall call;
        private final CompletableFuture<IAuthenticationResult> result = new CompletableFuture<>();
        private int waiting; // guarded by this

        Joint(MsalCall call) {
            this.call = call;
        }

        /** Returns the result for one more, {@code null} when it is over or for something else. */
        synchronized @Nullable CompletableFuture<IAuthenticationResult> join(MsalCall other) {
            if (result.isDone() || !call.asksAs(other)) {
                return null;
            }
            waiting++;
            CompletableFuture<IAuthenticationResult> joined = result.copy();
            var unused = joined.whenComplete((token, error) -> {
                if (joined.isCancelled()) {
                    leave();
                }
            });
            return joined;
        }

        private synchronized void leave() {
            waiting--;
            if (waiting == 0) {
                result.cancel(true);
            }
        }

        void follow(UserFlow.SignIn signIn, AbstractClientApplicationBase application) {
            try {
                CompletableFuture<IAuthenticationResult> work = signIn.start(application, call);
                var unused = result.whenComplete((token, error) -> work.cancel(true)); // no more than done, or given up
                unused = work.whenComplete((token, error) -> SignIns.end(result, token, error));
            } catch (Throwable e) { // whatever it is, somebody waits for it
                result.completeExceptionally(e);
            }
        }
    }
}
