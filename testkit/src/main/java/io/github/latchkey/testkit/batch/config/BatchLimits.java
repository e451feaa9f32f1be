package io.github.latchkey.testkit.batch.config;

/** The limits of the account: quotas that Azure sets for an account, and limits that the service publishes. */
public final class BatchLimits {

    private final int poolQuota;
    private final int activeJobAndJobScheduleQuota;
    private final int dedicatedCoreQuota;
    private final int lowPriorityCoreQuota;
    private final int tasksPerCollection;
    private final int collectionBytes;
    private final int bodyBytes;
    private final int metadataCharacters;
    private final int autoScaleFormulaCharacters;
    private final int resourceFiles;

    private BatchLimits(Builder builder) {
        poolQuota = builder.poolQuota;
        activeJobAndJobScheduleQuota = builder.activeJobAndJobScheduleQuota;
        dedicatedCoreQuota = builder.dedicatedCoreQuota;
        lowPriorityCoreQuota = builder.lowPriorityCoreQuota;
        tasksPerCollection = builder.tasksPerCollection;
        collectionBytes = builder.collectionBytes;
        bodyBytes = builder.bodyBytes;
        metadataCharacters = builder.metadataCharacters;
        autoScaleFormulaCharacters = builder.autoScaleFormulaCharacters;
        resourceFiles = builder.resourceFiles;
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
    public static BatchLimits defaults() {
        return builder().build();
    }

    /**
     * How many pools there may be, those of auto-pools included.
     *
     * @return the value in force
     */
    public int poolQuota() {
        return poolQuota;
    }

    /**
     * How many jobs that are not completed and job schedules that are not completed there may be together.
     *
     * @return the value in force
     */
    public int activeJobAndJobScheduleQuota() {
        return activeJobAndJobScheduleQuota;
    }

    /**
     * How many cores all dedicated nodes may have together; a resize beyond it ends with a resize error.
     *
     * @return the value in force
     */
    public int dedicatedCoreQuota() {
        return dedicatedCoreQuota;
    }

    /**
     * How many cores all low-priority nodes may have together; a resize beyond it ends with a resize error.
     *
     * @return the value in force
     */
    public int lowPriorityCoreQuota() {
        return lowPriorityCoreQuota;
    }

    /**
     * How many tasks one request may add.
     *
     * @return the value in force
     */
    public int tasksPerCollection() {
        return tasksPerCollection;
    }

    /**
     * How large the body of a request that adds a collection of tasks may be, in bytes.
     *
     * @return the value in force
     */
    public int collectionBytes() {
        return collectionBytes;
    }

    /**
     * How large any other request body may be, in bytes.
     *
     * @return the value in force
     */
    public int bodyBytes() {
        return bodyBytes;
    }

    /**
     * How many characters all names and values of a resource's metadata may have together; Azure publishes no number.
     *
     * @return the value in force
     */
    public int metadataCharacters() {
        return metadataCharacters;
    }

    /**
     * How long an autoscale formula may be.
     *
     * @return the value in force
     */
    public int autoScaleFormulaCharacters() {
        return autoScaleFormulaCharacters;
    }

    /**
     * How many resource files a task may have; Azure publishes no number.
     *
     * @return the value in force
     */
    public int resourceFiles() {
        return resourceFiles;
    }

    /** Collects the options; every one that is not set keeps its default. */
    public static final class Builder {

        private int poolQuota = 100;
        private int activeJobAndJobScheduleQuota = 300;
        private int dedicatedCoreQuota = 100_000;
        private int lowPriorityCoreQuota = 100_000;
        private int tasksPerCollection = 100;
        private int collectionBytes = 1_048_576;
        private int bodyBytes = 4_194_304;
        private int metadataCharacters = 10_240;
        private int autoScaleFormulaCharacters = 8192;
        private int resourceFiles = 5000;

        private Builder() {}

        /**
         * How many pools there may be, those of auto-pools included. Default: {@code 100}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder poolQuota(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("poolQuota is " + value + " but must be zero or more");
            }
            poolQuota = value;
            return this;
        }

        /**
         * How many jobs that are not completed and job schedules that are not completed there may be together. Default:
         * {@code 300}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder activeJobAndJobScheduleQuota(int value) {
            if (value < 0) {
                throw new IllegalArgumentException(
                        "activeJobAndJobScheduleQuota is " + value + " but must be zero or more");
            }
            activeJobAndJobScheduleQuota = value;
            return this;
        }

        /**
         * How many cores all dedicated nodes may have together; a resize beyond it ends with a resize error. Default:
         * {@code 100_000}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder dedicatedCoreQuota(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("dedicatedCoreQuota is " + value + " but must be zero or more");
            }
            dedicatedCoreQuota = value;
            return this;
        }

        /**
         * How many cores all low-priority nodes may have together; a resize beyond it ends with a resize error.
         * Default: {@code 100_000}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder lowPriorityCoreQuota(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("lowPriorityCoreQuota is " + value + " but must be zero or more");
            }
            lowPriorityCoreQuota = value;
            return this;
        }

        /**
         * How many tasks one request may add. Default: {@code 100}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder tasksPerCollection(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("tasksPerCollection is " + value + " but must be zero or more");
            }
            tasksPerCollection = value;
            return this;
        }

        /**
         * How large the body of a request that adds a collection of tasks may be, in bytes. Default: {@code 1_048_576}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder collectionBytes(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("collectionBytes is " + value + " but must be zero or more");
            }
            collectionBytes = value;
            return this;
        }

        /**
         * How large any other request body may be, in bytes. Default: {@code 4_194_304}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder bodyBytes(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("bodyBytes is " + value + " but must be zero or more");
            }
            bodyBytes = value;
            return this;
        }

        /**
         * How many characters all names and values of a resource's metadata may have together; Azure publishes no
         * number. Default: {@code 10_240}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder metadataCharacters(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("metadataCharacters is " + value + " but must be zero or more");
            }
            metadataCharacters = value;
            return this;
        }

        /**
         * How long an autoscale formula may be. Default: {@code 8192}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder autoScaleFormulaCharacters(int value) {
            if (value < 0) {
                throw new IllegalArgumentException(
                        "autoScaleFormulaCharacters is " + value + " but must be zero or more");
            }
            autoScaleFormulaCharacters = value;
            return this;
        }

        /**
         * How many resource files a task may have; Azure publishes no number. Default: {@code 5000}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder resourceFiles(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("resourceFiles is " + value + " but must be zero or more");
            }
            resourceFiles = value;
            return this;
        }

        /**
         * Finishes the options.
         *
         * @return immutable options
         */
        public BatchLimits build() {
            return new BatchLimits(this);
        }
    }
}
