package io.github.latchkey.testkit.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What the journal keeps of a request. Secrets are masked before anything is kept.
 *
 * @param server the name of the server that received it, such as {@code entra}
 * @param operation what it asked for, as the server calls it; empty when that is unknown
 * @param number the request's number on its server, 1 for the first
 * @param receivedAt when it had arrived, by the server's clock
 * @param method in upper case
 * @param path still percent-encoded
 * @param query decoded and masked
 * @param headers masked
 * @param body the beginning of the body as text, masked
 * @param outcome what became of it
 */
public record RecordedRequest(
        String server,
        String operation,
        long number,
        Instant receivedAt,
        String method,
        String path,
        Fields query,
        Fields headers,
        String body,
        Outcome outcome) {

    static RecordedRequest of(String server, String operation, ServerRequest request, int bodyLimit) {
        byte[] bytes = request.body();
        String start = new String(bytes, 0, Math.min(bytes.length, bodyLimit), StandardCharsets.UTF_8);
        return new RecordedRequest(
                server,
                operation,
                request.number(),
                request.receivedAt(),
                request.method(),
                request.path(),
                Secrets.mask(request.query()),
                Secrets.mask(request.headers()),
                Secrets.maskBody(request.contentType(), start),
                Outcome.OPEN);
    }

    RecordedRequest with(Outcome newOutcome) {
        return new RecordedRequest(
                server, operation, number, receivedAt, method, path, query, headers, body, newOutcome);
    }

    /**
     * Writes the request on one line, for a person.
     *
     * @return server, number, method, path, query but for the version of the API, outcome
     */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(server + " #" + number + " " + method + " " + path);
        query.without("api-version")
                .forEach((name, value) -> line.append(line.indexOf("?") < 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value));
        return line.append(" -> ").append(outcome).toString();
    }

    /**
     * What became of a request.
     *
     * @param status the answer's status; 0 while there is none, and when there never was one
     * @param fault the name of the fault that it met, from the decision on, or an empty text
     * @param note what else there is to say, such as {@value #GONE} or the class of an error, or an empty text
     */
    public record Outcome(int status, String fault, String note) {

        /** The note of a request whose client, or whose server, closed the connection before there was an answer. */
        public static final String GONE = "connection gone";

        static final Outcome OPEN = new Outcome(0, "", "");

        /** Writes the outcome for a person. */
        @Override
        public String toString() {
            String answer = status == 0 ? "no answer" : Integer.toString(status);
            return answer + (fault.isEmpty() ? "" : " (" + fault + ")") + (note.isEmpty() ? "" : ", " + note);
        }
    }
}
