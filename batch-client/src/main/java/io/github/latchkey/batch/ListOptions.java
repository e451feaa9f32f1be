package io.github.latchkey.batch;

import io.github.latchkey.auth.InvalidOptionException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a list can set for itself. Immutable. */
public final class ListOptions extends CallOptions {

    private static final ListOptions DEFAULTS = builder().build();

    private final @Nullable Filter filter;
    private final List<String> select;
    private final List<String> expand;
    private final @Nullable Integer maxResults;
    private final int prefetch;
    private final @Nullable String continueFrom;

    private ListOptions(Builder builder) {
        super(builder);
        this.filter = builder.filter;
        this.select = builder.select;
        this.expand = builder.expand;
        this.maxResults = builder.maxResults;
        this.prefetch = builder.prefetch;
        this.continueFrom = builder.continueFrom;
    }

    /**
     * Returns the options with nothing set.
     *
     * @return the defaults
     */
    public static ListOptions defaults() {
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
     * Sets a filter and nothing else.
     *
     * @param filter the filter
     * @return the options
     */
    public static ListOptions where(Filter filter) {
        return builder().filter(filter).build();
    }

    /**
     * Returns the filter.
     *
     * @return the filter, empty for everything
     */
    public Optional<Filter> filter() {
        return Optional.ofNullable(filter);
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
     * Returns how many elements a page shall have at most.
     *
     * @return the number, empty for the service's default
     */
    public OptionalInt maxResults() {
        return maxResults == null ? OptionalInt.empty() : OptionalInt.of(maxResults);
    }

    /**
     * Returns how many elements are read ahead of demand.
     *
     * @return the number, 0 by default
     */
    public int prefetch() {
        return prefetch;
    }

    /**
     * Returns the link to start from.
     *
     * @return the link, empty to start from the beginning
     */
    public Optional<String> continueFrom() {
        return Optional.ofNullable(continueFrom);
    }

    /** Builds {@link ListOptions}. Not thread-safe. */
    public static final class Builder extends CallOptions.Builder<Builder> {

        private @Nullable Filter filter;
        private List<String> select = List.of();
        private List<String> expand = List.of();
        private @Nullable Integer maxResults;
        private int prefetch;
        private @Nullable String continueFrom;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Lists only what fits.
         *
         * @param filter the filter; default everything
         * @return this builder
         */
        public Builder filter(Filter filter) {
            this.filter = filter;
            return this;
        }

        /**
         * Reads some members only, which makes pages smaller and quicker; the others are {@code null}.
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
         * Fills in members that are otherwise left out. Must be selected, too, where {@code select} is used.
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
         * Limits a page.
         *
         * @param maxResults 1 to 1000 (10 for node counts before {@link ServiceVersion#V2025_06_01}); default what the
         *     service takes, which is the same
         * @return this builder
         * @throws InvalidOptionException if it is out of range
         */
        public Builder maxResults(int maxResults) {
            if (maxResults < 1 || maxResults > BatchLimits.ELEMENTS_PER_PAGE) {
                throw new InvalidOptionException(
                        "maxResults", maxResults, "give 1 to " + BatchLimits.ELEMENTS_PER_PAGE + ".");
            }
            this.maxResults = maxResults;
            return this;
        }

        /**
         * Reads ahead of demand, so that the next page is on its way while the present one is worked on.
         *
         * @param elements how many elements may wait; 0, the default, reads nothing before it is requested. The size of
         *     a page hides the wait for it
         * @return this builder
         * @throws InvalidOptionException if it is negative
         */
        public Builder prefetch(int elements) {
            if (elements < 0) {
                throw new InvalidOptionException("prefetch", elements, "give 0 or more.");
            }
            this.prefetch = elements;
            return this;
        }

        /**
         * Starts where a page ended. The other options of the list are part of the link and are not sent again.
         *
         * @param link a {@link Page#nextLink()} of the same account; a link to another origin is refused
         * @return this builder
         */
        public Builder continueFrom(String link) {
            this.continueFrom = link;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return immutable options
         */
        public ListOptions build() {
            return new ListOptions(this);
        }
    }
}
