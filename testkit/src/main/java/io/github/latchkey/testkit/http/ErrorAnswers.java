package io.github.latchkey.testkit.http;

/** What a service really answers when something is wrong, so that {@link Faults} are true to it. */
@FunctionalInterface
public interface ErrorAnswers {

    /**
     * Makes the answer that the service, or the gateway in front of it, gives with a status.
     *
     * @param status 400 to 599
     * @return the answer, with the body and the headers that the service sends
     */
    ServerResponse status(int status);

    /**
     * Makes the answer by which the service asks for a token with certain claims.
     *
     * @param claims what the new token must be asked for with, as JSON
     * @return by default a 401 whose {@code WWW-Authenticate} header carries the claims
     */
    default ServerResponse claims(String claims) {
        return Answers.insufficientClaims("https://login.microsoftonline.com/common/oauth2/authorize", claims);
    }
}
