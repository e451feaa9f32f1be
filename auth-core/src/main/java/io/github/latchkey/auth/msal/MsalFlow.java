package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.latchkey.auth.TokenRequest;
import java.net.MalformedURLException;
import java.util.concurrent.CompletableFuture;

/** One way to get an answer out of MSAL4J. */
interface MsalFlow {

    /**
     * Starts the flow, on a thread that may block.
     *
     * @param request what to ask for
     * @param running is told of all work, so that it can be cancelled
     * @return completes with MSAL4J's answer or with whatever went wrong
     * @throws MalformedURLException never in practice: the authority was checked when the cloud was made
     */
    CompletableFuture<IAuthenticationResult> start(TokenRequest request, Running running) throws MalformedURLException;

    /** The work that is under way for one call. */
    final class Running {

        private CompletableFuture<?> current = new CompletableFuture<>();
        private boolean cancelled;

        synchronized <T> CompletableFuture<T> track(CompletableFuture<T> work) {
            current = work;
            if (cancelled) {
                work.cancel(true);
            }
            return work;
        }

        synchronized void cancel() {
            cancelled = true;
            current.cancel(true);
        }
    }
}
