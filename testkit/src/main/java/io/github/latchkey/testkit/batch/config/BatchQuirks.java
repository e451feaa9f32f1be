package io.github.latchkey.testkit.batch.config;

/**
 * The manners of the service that surprise clients, each one a switch. The defaults are what was seen on the wire, so
 * that code which passes here passes there; turn one off to find out whether it is what a failure comes from.
 */
public final class BatchQuirks {

    private final boolean longsAsStrings;
    private final boolean metadataMembers;
    private final boolean blankInMediaType;
    private final boolean capitalizedOutcomes;
    private final boolean awkwardLinks;
    private final boolean emptyFirstPages;
    private final boolean shortPages;
    private final boolean misleadingLocation;
    private final boolean shuffledResults;
    private final boolean chunkedFiles;
    private final boolean refuseCharset;
    private final boolean refuseUnknownOptions;
    private final boolean preparationStatusCode;
    private final boolean listKeysGrantsAll;
    private final boolean accountReadGrantsReads;

    private BatchQuirks(Builder builder) {
        longsAsStrings = builder.longsAsStrings;
        metadataMembers = builder.metadataMembers;
        blankInMediaType = builder.blankInMediaType;
        capitalizedOutcomes = builder.capitalizedOutcomes;
        awkwardLinks = builder.awkwardLinks;
        emptyFirstPages = builder.emptyFirstPages;
        shortPages = builder.shortPages;
        misleadingLocation = builder.misleadingLocation;
        shuffledResults = builder.shuffledResults;
        chunkedFiles = builder.chunkedFiles;
        refuseCharset = builder.refuseCharset;
        refuseUnknownOptions = builder.refuseUnknownOptions;
        preparationStatusCode = builder.preparationStatusCode;
        listKeysGrantsAll = builder.listKeysGrantsAll;
        accountReadGrantsReads = builder.accountReadGrantsReads;
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the defaults.
     *
     * @return all options at their defaults
     */
    public static BatchQuirks defaults() {
        return builder().build();
    }

    /**
     * Whether 64-bit integers travel as JSON strings.
     *
     * @return the value in force
     */
    public boolean longsAsStrings() {
        return longsAsStrings;
    }

    /**
     * Whether every JSON body begins with an {@code odata.metadata} member that no schema declares.
     *
     * @return the value in force
     */
    public boolean metadataMembers() {
        return metadataMembers;
    }

    /**
     * Whether the media type of answers has a blank after its semicolon.
     *
     * @return the value in force
     */
    public boolean blankInMediaType() {
        return blankInMediaType;
    }

    /**
     * Whether {@code category}, {@code result} and the {@code status} of an added task are spelled {@code UserError},
     * {@code Success} and the like, unlike the specification.
     *
     * @return the value in force
     */
    public boolean capitalizedOutcomes() {
        return capitalizedOutcomes;
    }

    /**
     * Whether continuation links hold characters that {@code java.net.URI} refuses.
     *
     * @return the value in force
     */
    public boolean awkwardLinks() {
        return awkwardLinks;
    }

    /**
     * Whether every list begins with an empty page that has a continuation link.
     *
     * @return the value in force
     */
    public boolean emptyFirstPages() {
        return emptyFirstPages;
    }

    /**
     * Whether a page of a list looks at half as many rows as it may hold, so that it is short, or empty where a filter
     * lets none of them pass, and still has a continuation link.
     *
     * @return the value in force
     */
    public boolean shortPages() {
        return shortPages;
    }

    /**
     * Whether {@code Location} and {@code DataServiceId} of an added job name a job that does not exist.
     *
     * @return the value in force
     */
    public boolean misleadingLocation() {
        return misleadingLocation;
    }

    /**
     * Whether the results of adding a collection of tasks come in another order than the tasks were sent.
     *
     * @return the value in force
     */
    public boolean shuffledResults() {
        return shuffledResults;
    }

    /**
     * Whether files are sent without {@code Content-Length}, so that only HEAD tells how long they are.
     *
     * @return the value in force
     */
    public boolean chunkedFiles() {
        return chunkedFiles;
    }

    /**
     * Whether a request media type with a {@code charset} is refused, as the service did in 2016.
     *
     * @return the value in force
     */
    public boolean refuseCharset() {
        return refuseCharset;
    }

    /**
     * Whether a query option that no operation has is refused with {@code UnsupportedQueryParameter}.
     *
     * @return the value in force
     */
    public boolean refuseUnknownOptions() {
        return refuseUnknownOptions;
    }

    /**
     * Whether the preparation and release status of a job without such tasks fails with the code that is really sent
     * instead of the documented one.
     *
     * @return the value in force
     */
    public boolean preparationStatusCode() {
        return preparationStatusCode;
    }

    /**
     * Whether a role with the right to list the account's keys may do everything, as older texts of Azure say; role
     * definitions alone do not say so.
     *
     * @return the value in force
     */
    public boolean listKeysGrantsAll() {
        return listKeysGrantsAll;
    }

    /**
     * Whether a role with the right to read the account may read everything in it, as older texts of Azure say.
     *
     * @return the value in force
     */
    public boolean accountReadGrantsReads() {
        return accountReadGrantsReads;
    }

    /** Collects the options; every one that is not set keeps its default. */
    public static final class Builder {

        private boolean longsAsStrings = true;
        private boolean metadataMembers = true;
        private boolean blankInMediaType = false;
        private boolean capitalizedOutcomes = true;
        private boolean awkwardLinks = true;
        private boolean emptyFirstPages = false;
        private boolean shortPages = false;
        private boolean misleadingLocation = true;
        private boolean shuffledResults = true;
        private boolean chunkedFiles = true;
        private boolean refuseCharset = false;
        private boolean refuseUnknownOptions = true;
        private boolean preparationStatusCode = true;
        private boolean listKeysGrantsAll = false;
        private boolean accountReadGrantsReads = false;

        private Builder() {}

        /**
         * Whether 64-bit integers travel as JSON strings. Default: {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder longsAsStrings(boolean value) {
            longsAsStrings = value;
            return this;
        }

        /**
         * Whether every JSON body begins with an {@code odata.metadata} member that no schema declares. Default:
         * {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder metadataMembers(boolean value) {
            metadataMembers = value;
            return this;
        }

        /**
         * Whether the media type of answers has a blank after its semicolon. Default: {@code false}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder blankInMediaType(boolean value) {
            blankInMediaType = value;
            return this;
        }

        /**
         * Whether {@code category}, {@code result} and the {@code status} of an added task are spelled
         * {@code UserError}, {@code Success} and the like, unlike the specification. Default: {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder capitalizedOutcomes(boolean value) {
            capitalizedOutcomes = value;
            return this;
        }

        /**
         * Whether continuation links hold characters that {@code java.net.URI} refuses. Default: {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder awkwardLinks(boolean value) {
            awkwardLinks = value;
            return this;
        }

        /**
         * Whether every list begins with an empty page that has a continuation link. Default: {@code false}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder emptyFirstPages(boolean value) {
            emptyFirstPages = value;
            return this;
        }

        /**
         * Whether a page of a list looks at half as many rows as it may hold, so that it is short, or empty where a
         * filter lets none of them pass, and still has a continuation link. Default: {@code false}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder shortPages(boolean value) {
            shortPages = value;
            return this;
        }

        /**
         * Whether {@code Location} and {@code DataServiceId} of an added job name a job that does not exist. Default:
         * {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder misleadingLocation(boolean value) {
            misleadingLocation = value;
            return this;
        }

        /**
         * Whether the results of adding a collection of tasks come in another order than the tasks were sent. Default:
         * {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder shuffledResults(boolean value) {
            shuffledResults = value;
            return this;
        }

        /**
         * Whether files are sent without {@code Content-Length}, so that only HEAD tells how long they are. Default:
         * {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder chunkedFiles(boolean value) {
            chunkedFiles = value;
            return this;
        }

        /**
         * Whether a request media type with a {@code charset} is refused, as the service did in 2016. Default:
         * {@code false}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder refuseCharset(boolean value) {
            refuseCharset = value;
            return this;
        }

        /**
         * Whether a query option that no operation has is refused with {@code UnsupportedQueryParameter}. Default:
         * {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder refuseUnknownOptions(boolean value) {
            refuseUnknownOptions = value;
            return this;
        }

        /**
         * Whether the preparation and release status of a job without such tasks fails with the code that is really
         * sent instead of the documented one. Default: {@code true}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder preparationStatusCode(boolean value) {
            preparationStatusCode = value;
            return this;
        }

        /**
         * Whether a role with the right to list the account's keys may do everything, as older texts of Azure say; role
         * definitions alone do not say so. Default: {@code false}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder listKeysGrantsAll(boolean value) {
            listKeysGrantsAll = value;
            return this;
        }

        /**
         * Whether a role with the right to read the account may read everything in it, as older texts of Azure say.
         * Default: {@code false}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder accountReadGrantsReads(boolean value) {
            accountReadGrantsReads = value;
            return this;
        }

        /**
         * Finishes the options.
         *
         * @return immutable options
         */
        public BatchQuirks build() {
            return new BatchQuirks(this);
        }
    }
}
