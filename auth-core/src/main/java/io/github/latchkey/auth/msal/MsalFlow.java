package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import java.net.MalformedURLException;
import java.util.concurrent.CompletableFuture;

/** One way to get an answer out of MSAL4J. */
interface MsalFlow {

    /**
     * Starts the flow, on a thread that may block.
     *
     * @param call what to ask for; is told of all work, so that it can be cancelled
     * @return completes with MSAL4J's answer or with whatever went wrong
     * @throws MalformedURLException never in practice: the authority was checked when the cloud was made
     */
    CompletableFuture<IAuthenticationResult> start(MsalCall call) throws MalformedURLException;
}
