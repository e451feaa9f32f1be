package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PatientPollsTest {

    private final Queue<Optional<AuthenticationException>> troubles = new ArrayDeque<>();
    private final List<Long> pauses = new ArrayList<>();
    private final PatientPolls polls = new PatientPolls(
            request -> {
                Optional<AuthenticationException> trouble = troubles.remove();
                if (trouble.isPresent()) {
                    throw trouble.get();
                }
                return new HttpResponse().statusCode(400).body("theirs");
            },
            time -> pauses.add(time.toSeconds()));

    /** MSAL4J alone makes its requests. */
    private static HttpRequest request(String body) throws ReflectiveOperationException {
        Constructor<HttpRequest> constructor =
                HttpRequest.class.getDeclaredConstructor(HttpMethod.class, String.class, String.class);
        constructor.setAccessible(true);
        return constructor.newInstance(HttpMethod.POST, "https://login.example/t/oauth2/v2.0/token", body);
    }

    private IHttpResponse poll() throws Exception {
        return polls.send(request("grant_type=device_code&device_code=abc"));
    }

    private static Optional<AuthenticationException> passing(ErrorDetails.Builder details) {
        return Optional.of(new TransientAuthenticationException("Busy", details.build(), null));
    }

    private static ErrorDetails.Builder wanting(Duration retryAfter) {
        return ErrorDetails.builder().retryAfter(retryAfter);
    }

    @Test
    void send_pollInTrouble_isPendingAndPollsOnAsSlowlyAsIsWanted() throws Exception {
        troubles.add(passing(ErrorDetails.builder()));
        troubles.add(passing(ErrorDetails.builder().error("slow_down")));
        troubles.add(passing(ErrorDetails.builder().error("slow_down")));
        troubles.add(Optional.empty());
        troubles.add(passing(wanting(Duration.ofSeconds(7))));
        troubles.add(passing(wanting(Duration.ofSeconds(20))));
        troubles.add(passing(wanting(Duration.ofDays(1))));
        troubles.add(Optional.empty());

        List<String> answers = new ArrayList<>();
        while (!troubles.isEmpty()) {
            answers.add(poll().body().replaceAll(".*(authorization_pending).*", "$1"));
        }

        String pending = "authorization_pending";
        assertThat(answers).containsExactly(pending, pending, pending, "theirs", pending, pending, pending, "theirs");
        assertThat(pauses).containsExactly(0L, 0L, 5L, 10L, 10L, 10L, 20L, 60L);
    }

    @Test
    void send_refusedOrNoPoll_isWhatItIs() {
        troubles.add(Optional.of(new PermanentAuthenticationException("No", ErrorDetails.NONE, null)));
        troubles.add(passing(ErrorDetails.builder()));

        assertThatExceptionOfType(PermanentAuthenticationException.class).isThrownBy(this::poll);
        assertThatExceptionOfType(TransientAuthenticationException.class)
                .isThrownBy(() -> polls.send(request("grant_type=refresh_token&refresh_token=r")));
    }
}
