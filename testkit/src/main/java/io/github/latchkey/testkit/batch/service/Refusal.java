package io.github.latchkey.testkit.batch.service;

import java.util.List;

/** A caller that is not admitted. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient BatchFault fault;
    private final transient List<String> challenges;

    private Refusal(BatchFault fault, List<String> challenges) {
        super(fault.getMessage(), null, false, false);
        this.fault = fault;
        this.challenges = challenges;
    }

    /**
     * Refuses a bearer token, or a request without any credential: 401.
     *
     * @param detail what is wrong, without the token
     * @param challenges the values of {@code WWW-Authenticate}
     * @return the refusal, to be thrown
     */
    public static Refusal unauthorized(String detail, List<String> challenges) {
        return new Refusal(
                ErrorCode.AUTHENTICATION_FAILED_BEARER.fault().with("AuthenticationErrorDetail", detail),
                List.copyOf(challenges));
    }

    /**
     * Refuses a shared key, or a way to authenticate that the account does not allow: 403.
     *
     * @param detail what is wrong
     * @return the refusal, to be thrown
     */
    public static Refusal forbidden(String detail) {
        return new Refusal(
                ErrorCode.AUTHENTICATION_FAILED.fault().with("AuthenticationErrorDetail", detail), List.of());
    }

    /**
     * Refuses a request whose header is not in the right format: 400.
     *
     * @param name the header
     * @param value its value
     * @return the refusal, to be thrown
     */
    public static Refusal invalidHeader(String name, String value) {
        return new Refusal(BatchFault.header(ErrorCode.INVALID_HEADER_VALUE, name, value), List.of());
    }

    /**
     * Refuses every caller because the account is disabled: 403.
     *
     * @return the refusal, to be thrown
     */
    public static Refusal disabled() {
        return new Refusal(ErrorCode.ACCOUNT_IS_DISABLED.fault(), List.of());
    }

    BatchFault fault() {
        return fault;
    }

    List<String> challenges() {
        return challenges;
    }
}
