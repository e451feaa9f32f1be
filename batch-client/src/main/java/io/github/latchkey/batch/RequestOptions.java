package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;
import java.util.List;

/** What a call that is no list can set for itself. Immutable. */
public final class RequestOptions extends CallOptions {

    private static final RequestOptions DEFAULTS = builder().build();

    private final Conditions conditions;
    private final List<String> select;
    private final List<String> expand;
    private final boolean force;

    private RequestOptions(Builder builder) {
        super(builder);
        this.conditions = builder.conditions;
        this.select = builder.select;
        this.expand = builder.expand;
        this.force = builder.force;
    }

    /**
     * Returns the options with nothing set.
     *
     * @return the defaults
     */
    public static RequestOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts options.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sets a condition and nothing else.
     *
     * @param conditions the condition
     * @return the options
     */
    public static RequestOptions when(Conditions conditions) {
        return builder().conditions(conditions).build();
    }

    /**
     * Returns the condition.
     *
     * @return the condition, {@link Conditions#none()} by default
     */
    public Conditions conditions() {
        return conditions;
    }

    /**
     * Returns the members to read.
     *
     * @return names, or the expression that was taken as it is; empty for all
     */
    public List<String> select() {
        return select;
    }

    /**
     * Returns the members to fill in.
     *
     * @return names, or the expression that was taken as it is; empty for none
     */
    public List<String> expand() {
        return expand;
    }

    /**
     * Returns whether the service shall delete or end the resource even if a part of it cannot be cleaned up.
     *
     * @return {@code false} by default
     */
    public boolean force() {
        return force;
    }

    /** Builds {@link RequestOptions}. Not thread-safe. */
    public static final class Builder extends CallOptions.Builder<Builder> {

        private Conditions conditions = Conditions.none();
        private List<String> select = List.of();
        private List<String> expand = List.of();
        private boolean force;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets a condition. A call that cannot have this one is refused before any request.
         *
         * @param conditions the condition; default none
         * @return this builder
         */
        public Builder conditions(Conditions conditions) {
            this.conditions = conditions;
            return this;
        }

        /**
         * Reads some members only; the others are {@code null} in the answer.
         *
         * @param members names of members of the resource itself, not of its parts; default all
         * @return this builder
         * @throws InvalidOptionException if a name is none
         */
        public Builder select(String... members) {
            this.select = Members.of("select", members);
            return this;
        }

        /**
         * Reads some members only, named by an expression that is taken as it is.
         *
         * @param expression OData, as {@code id,state}, not yet encoded for a URL; replaces {@link #select}
         * @return this builder
         * @throws InvalidOptionException if it is blank
         */
        public Builder selectRaw(String expression) {
            this.select = Members.raw("select", expression);
            return this;
        }

        /**
         * Fills in members that are otherwise left out.
         *
         * @param members names; the service knows {@code stats} only
         * @return this builder
         * @throws InvalidOptionException if a name is none
         */
        public Builder expand(String... members) {
            this.expand = Members.of("expand", members);
            return this;
        }

        /**
         * Fills in members that are otherwise left out, named by an expression that is taken as it is.
         *
         * @param expression OData, as {@code stats}, not yet encoded for a URL; replaces {@link #expand}
         * @return this builder
         * @throws InvalidOptionException if it is blank
         */
        public Builder expandRaw(String expression) {
            this.expand = Members.raw("expand", expression);
            return this;
        }

        /**
         * Deletes or ends a job or schedule even if a part of it cannot be cleaned up. Needs service version
         * {@link ServiceVersion#V2024_07_01} or later.
         *
         * @param force default {@code false}
         * @return this builder
         */
        public Builder force(boolean force) {
            this.force = force;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return immutable options
         */
        public RequestOptions build() {
            return new RequestOptions(this);
        }
    }
}
