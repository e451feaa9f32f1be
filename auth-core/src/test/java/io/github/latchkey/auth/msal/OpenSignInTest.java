package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.PublicClientApplication;
import io.github.latchkey.auth.TokenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenSignInTest {

    private final List<CompletableFuture<IAuthenticationResult>> started = new ArrayList<>();
    private final OpenSignIn signIn = new OpenSignIn((application, call) -> {
        started.add(new CompletableFuture<>());
        return started.get(started.size() - 1);
    });

    private CompletableFuture<IAuthenticationResult> start(String scope) throws Exception {
        return signIn.start(
                PublicClientApplication.builder("app").build(), new MsalCall(TokenRequest.forScopes(scope)));
    }

    @Test
    void start_whileOneIsOpen_joinsIt() throws Exception {
        CompletableFuture<IAuthenticationResult> first = start("a");
        CompletableFuture<IAuthenticationResult> second = start("a");
        CompletableFuture<IAuthenticationResult> other = start("b");
        assertThat(started).as("one for each thing that is asked for").hasSize(2);

        started.get(0).completeExceptionally(new IllegalStateException("declined"));

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(other).isNotDone();
        var unused = start("a");
        assertThat(started).as("that one is over").hasSize(3);
    }

    @Test
    void cancel_ofOneWhoWaits_leavesItToTheOthers() throws Exception {
        CompletableFuture<IAuthenticationResult> first = start("a");
        CompletableFuture<IAuthenticationResult> second = start("a");

        first.cancel(true);
        assertThat(started.get(0)).isNotDone();
        assertThat(second).isNotDone();
        second.cancel(true);

        assertThat(started.get(0)).isCancelled();
        var unused = start("a");
        assertThat(started).hasSize(2);
    }
}
