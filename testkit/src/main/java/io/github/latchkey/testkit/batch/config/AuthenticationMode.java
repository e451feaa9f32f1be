package io.github.latchkey.testkit.batch.config;

/** The ways to authenticate that an account can allow. */
public enum AuthenticationMode {
    /** Requests signed with a key of the account. */
    SHARED_KEY("SharedKey"),

    /** Tokens of Microsoft Entra ID. */
    ENTRA("AAD"),

    /** Tokens that the service gives to tasks, good for the task's own job. */
    TASK_TOKEN("TaskAuthenticationToken");

    private final String wireName;

    AuthenticationMode(String wireName) {
        this.wireName = wireName;
    }

    /**
     * Returns what Azure calls it.
     *
     * @return the name in an account's {@code allowedAuthenticationModes}
     */
    public String wireName() {
        return wireName;
    }
}
