package io.github.latchkey.auth.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.AuthenticationException;
import io.github.latchkey.auth.CredentialUnavailableException;
import io.github.latchkey.auth.EntraErrors;
import io.github.latchkey.auth.ErrorDetails;
import io.github.latchkey.auth.InteractionRequiredException;
import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.auth.PermanentAuthenticationException;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.TransientAuthenticationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the command line tools have in common: being found, being run, and their errors told apart. */
final class CommandLineTool {

    private static final JsonFactory JSON = new JsonFactory();
    // A batch file on Windows is run by a shell after all: nothing may come through that a shell takes for its own.
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9:/._ ()-]+");
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+(?:\\.[\\w-]*)*");
    private static final int LONGEST_SENTENCE = 300;

    /**
     * AADSTS numbers that a new sign-in with the tool mends: a factor is missing, or the session or refresh token is
     * over.
     */
    private static final Set<Integer> SIGN_IN_IS_OVER =
            Set.of(50058, 50076, 50078, 50079, 50132, 50133, 50173, 70000, 70008, 70043, 70044, 700081, 700082, 700084);

    private final String title;
    private final String executable;
    private final String login;
    private final String remedyForAbsence;
    private final CommandLineOptions options;

    CommandLineTool(String title, String executable, String login, String source, CommandLineOptions options) {
        this.title = title;
        this.executable = executable;
        this.login = login;
        this.remedyForAbsence = "Install it from " + source + ", or sign in another way.";
        this.options = options;
    }

    /**
     * Runs the tool for a token.
     *
     * @param request what to ask for
     * @param arguments says what comes after the tool's name
     * @param reader makes a token of the tool's answer
     * @return completes with the token or an {@link AuthenticationException}; cancelling it ends the tool
     */
    CompletionStage<AccessToken> run(
            TokenRequest request, Function<TokenRequest, List<String>> arguments, AnswerReader reader) {
        return Mono.fromCallable(() -> answer(request, arguments, reader))
                .switchIfEmpty(Mono.error(() ->
                        new TransientAuthenticationException(title + " was interrupted", ErrorDetails.NONE, null)))
                .onErrorMap(
                        IOException.class,
                        e -> unavailable(
                                title + " cannot be run: " + e.getClass().getSimpleName(), remedyForAbsence))
                .subscribeOn(options.scheduler())
                .toFuture();
    }

    private @Nullable AccessToken answer(
            TokenRequest request, Function<TokenRequest, List<String>> asking, AnswerReader reader) throws IOException {
        if (request.claims().isPresent()) {
            throw new InteractionRequiredException(
                    title + " cannot answer a claims challenge",
                    ErrorDetails.builder()
                            .claims(request.claims().orElse(null))
                            .remedy("Run '" + login + "' again.")
                            .build(),
                    null);
        }
        List<String> arguments = asking.apply(request);
        arguments.forEach(CommandLineTool::requireHarmless);
        Path program = options.find(executable)
                .orElseThrow(() -> unavailable(
                        title + " is not installed: there is no '" + executable + "' on the PATH", remedyForAbsence));
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        Instant asked = options.clock().instant();
        try {
            return token(Tool.run(command, options.environment(), options.timeout()), asked, request, reader);
        } catch (InterruptedException e) {
            return null; // nobody waits any more
        }
    }

    private static void requireHarmless(String argument) {
        if (!HARMLESS.matcher(argument).matches()) {
            throw new PermanentAuthenticationException(
                    "The argument '" + argument + "' is not given to a command line tool",
                    ErrorDetails.builder()
                            .remedy("Use scopes, tenants and subscriptions of letters, digits and :/._-() only.")
                            .build(),
                    null);
        }
    }

    private AccessToken token(Tool.Result result, Instant asked, TokenRequest request, AnswerReader reader) {
        if (result.timedOut()) {
            throw unavailable(
                    title + " did not answer within " + options.timeout(),
                    "Run it by hand to see what it waits for, or raise the timeout.");
        }
        if (result.exitCode() != 0) {
            throw failure(result);
        }
        try {
            Map<String, String> answer = members(result.output());
            return AccessToken.builder(answer.getOrDefault(reader.tokenMember(), ""), asked, reader.expiresAt(answer))
                    .scopes(request.scopes())
                    .build();
        } catch (IOException | DateTimeException | NumberFormatException | InvalidOptionException e) {
            throw new PermanentAuthenticationException(
                    title + " answered something that is no usable token",
                    ErrorDetails.builder()
                            .remedy("Update it; very old versions answer otherwise.")
                            .build(),
                    null); // the cause could quote the answer, which may hold a token
        }
    }

    private AuthenticationException failure(Tool.Result result) {
        String said = result.errors() + "\n" + result.output();
        ErrorDetails facts =
                EntraErrors.addFactsOf(ErrorDetails.builder(), said).build();
        if (!facts.errorCodes().isEmpty()) {
            return refusal(facts, said);
        }
        String text = said.toLowerCase(Locale.ROOT);
        if (text.contains("unrecognized arguments")
                || text.contains("unknown flag")
                || text.contains("unknown command")
                || text.contains("not recognized")
                || text.contains("misspelled")) {
            return unavailable(title + " is too old: it does not know the command that prints a token", "Update it.");
        }
        if (text.contains("auth login")
                || text.contains("az login")
                || text.contains("not logged in")
                || text.contains("az account set")) {
            return notSignedIn(ErrorDetails.builder(), said);
        }
        return new PermanentAuthenticationException(
                title + " failed with exit code " + result.exitCode() + ": " + sentence(said), ErrorDetails.NONE, null);
    }

    /** What Entra ID told the tool: either its user's sign-in is over, or another one would be refused as well. */
    private AuthenticationException refusal(ErrorDetails facts, String said) {
        return facts.errorCodes().stream().anyMatch(SIGN_IN_IS_OVER::contains)
                ? notSignedIn(facts.toBuilder(), said)
                : EntraErrors.answered(title, facts, sentence(said));
    }

    private CredentialUnavailableException notSignedIn(ErrorDetails.Builder facts, String said) {
        return new CredentialUnavailableException(
                title + " is not signed in",
                facts.remedy("Run '" + login + "'. It said: " + sentence(said)).build(),
                null);
    }

    /** The line that tells most: the one with Entra ID's number, else the first. */
    private static String sentence(String said) {
        List<String> lines =
                said.lines().map(String::strip).filter(text -> !text.isEmpty()).toList();
        String line = lines.stream()
                .filter(text -> text.contains("AADSTS"))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse("it said nothing");
        String masked = TOKEN.matcher(line).replaceAll("***");
        return masked.length() > LONGEST_SENTENCE ? masked.substring(0, LONGEST_SENTENCE) + "..." : masked;
    }

    private static CredentialUnavailableException unavailable(String message, String remedy) {
        return new CredentialUnavailableException(
                message, ErrorDetails.builder().remedy(remedy).build(), null);
    }

    /** Reads the members of a flat JSON object that are texts or numbers. */
    private static Map<String, String> members(String json) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    members.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return members;
        } catch (JacksonException e) {
            throw new IOException("not valid JSON", null);
        }
    }

    /** Knows how a tool writes its answer. */
    interface AnswerReader {

        /** Returns the member that holds the token. */
        String tokenMember();

        /** Returns when the token expires. */
        Instant expiresAt(Map<String, String> answer);
    }
}
