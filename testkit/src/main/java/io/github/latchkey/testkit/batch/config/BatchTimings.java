package io.github.latchkey.testkit.batch.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long things take in the simulated data centre, in the time of the account's clock. The defaults let a pool be
 * ready within a tenth of a second and a task be watched without waiting for it; a test with a frozen clock sets what
 * the service would take, or moves the clock. Zero is allowed and means "at the next move of the clock".
 */
public final class BatchTimings {

    private final Duration poolResize;
    private final Duration nodeCreate;
    private final Duration nodeStart;
    private final Duration setupTask;
    private final Duration taskPreparation;
    private final Duration subtaskEnd;
    private final Duration shortestTask;
    private final Duration longestTask;
    private final Duration jobTransition;
    private final Duration certificateDeletion;

    private BatchTimings(Builder builder) {
        poolResize = builder.poolResize;
        nodeCreate = builder.nodeCreate;
        nodeStart = builder.nodeStart;
        setupTask = builder.setupTask;
        taskPreparation = builder.taskPreparation;
        subtaskEnd = builder.subtaskEnd;
        shortestTask = builder.shortest();
        longestTask = builder.longest();
        jobTransition = builder.jobTransition;
        certificateDeletion = builder.certificateDeletion;
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
    public static BatchTimings defaults() {
        return builder().build();
    }

    /**
     * How long a pool stays in allocation state {@code resizing} (and {@code stopping}) before its nodes have come or
     * gone.
     *
     * @return the value in force
     */
    public Duration poolResize() {
        return poolResize;
    }

    /**
     * How long a node stays {@code creating}.
     *
     * @return the value in force
     */
    public Duration nodeCreate() {
        return nodeCreate;
    }

    /**
     * How long a node stays {@code starting}, {@code rebooting}, {@code reimaging}, {@code deallocating} or
     * {@code upgradingos}.
     *
     * @return the value in force
     */
    public Duration nodeStart() {
        return nodeStart;
    }

    /**
     * How long start, job preparation, job release and coordination commands run that no script gave a duration.
     *
     * @return the value in force
     */
    public Duration setupTask() {
        return setupTask;
    }

    /**
     * How long a task that is {@code running} fetches its resource files and application packages, if it has any.
     *
     * @return the value in force
     */
    public Duration taskPreparation() {
        return taskPreparation;
    }

    /**
     * How long after the primary of a multi-instance task its subtasks end.
     *
     * @return the value in force
     */
    public Duration subtaskEnd() {
        return subtaskEnd;
    }

    /**
     * The shortest run of a task that no script gave a duration.
     *
     * @return the value in force
     */
    public Duration shortestTask() {
        return shortestTask;
    }

    /**
     * The longest run of a task that no script gave a duration; runs are spread evenly between the shortest and this.
     *
     * @return the value in force
     */
    public Duration longestTask() {
        return longestTask;
    }

    /**
     * How long jobs and schedules stay {@code disabling}, {@code enabling}, {@code terminating} and {@code deleting}
     * when nothing else holds them up.
     *
     * @return the value in force
     */
    public Duration jobTransition() {
        return jobTransition;
    }

    /**
     * How long a certificate stays {@code deleting}.
     *
     * @return the value in force
     */
    public Duration certificateDeletion() {
        return certificateDeletion;
    }

    /** Collects the options; every one that is not set keeps its default. */
    public static final class Builder {

        private Duration poolResize = Duration.ofMillis(20);
        private Duration nodeCreate = Duration.ofMillis(5);
        private Duration nodeStart = Duration.ofMillis(15);
        private Duration setupTask = Duration.ofMillis(5);
        private Duration taskPreparation = Duration.ofMillis(5);
        private Duration subtaskEnd = Duration.ofMillis(5);
        private @Nullable Duration shortestTask;
        private @Nullable Duration longestTask;
        private Duration jobTransition = Duration.ofMillis(10);
        private Duration certificateDeletion = Duration.ofMillis(10);

        private Builder() {}

        /**
         * How long a pool stays in allocation state {@code resizing} (and {@code stopping}) before its nodes have come
         * or gone. Default: {@code Duration.ofMillis(20)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder poolResize(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("poolResize is " + value + " but must be zero or more");
            }
            poolResize = value;
            return this;
        }

        /**
         * How long a node stays {@code creating}. Default: {@code Duration.ofMillis(5)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder nodeCreate(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("nodeCreate is " + value + " but must be zero or more");
            }
            nodeCreate = value;
            return this;
        }

        /**
         * How long a node stays {@code starting}, {@code rebooting}, {@code reimaging}, {@code deallocating} or
         * {@code upgradingos}. Default: {@code Duration.ofMillis(15)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder nodeStart(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("nodeStart is " + value + " but must be zero or more");
            }
            nodeStart = value;
            return this;
        }

        /**
         * How long start, job preparation, job release and coordination commands run that no script gave a duration.
         * Default: {@code Duration.ofMillis(5)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder setupTask(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("setupTask is " + value + " but must be zero or more");
            }
            setupTask = value;
            return this;
        }

        /**
         * How long a task that is {@code running} fetches its resource files and application packages, if it has any.
         * Default: {@code Duration.ofMillis(5)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder taskPreparation(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("taskPreparation is " + value + " but must be zero or more");
            }
            taskPreparation = value;
            return this;
        }

        /**
         * How long after the primary of a multi-instance task its subtasks end. Default: {@code Duration.ofMillis(5)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder subtaskEnd(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("subtaskEnd is " + value + " but must be zero or more");
            }
            subtaskEnd = value;
            return this;
        }

        /**
         * The shortest run of a task that no script gave a duration. Default: {@code Duration.ofMillis(10)}, or
         * {@link #longestTask} if that is set to less.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder shortestTask(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("shortestTask is " + value + " but must be zero or more");
            }
            shortestTask = value;
            return this;
        }

        /**
         * The longest run of a task that no script gave a duration; runs are spread evenly between the shortest and
         * this. Default: {@code Duration.ofMillis(50)}, or {@link #shortestTask} if that is set to more.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder longestTask(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("longestTask is " + value + " but must be zero or more");
            }
            longestTask = value;
            return this;
        }

        /**
         * How long jobs and schedules stay {@code disabling}, {@code enabling}, {@code terminating} and
         * {@code deleting} when nothing else holds them up. Default: {@code Duration.ofMillis(10)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder jobTransition(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("jobTransition is " + value + " but must be zero or more");
            }
            jobTransition = value;
            return this;
        }

        /**
         * How long a certificate stays {@code deleting}. Default: {@code Duration.ofMillis(10)}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder certificateDeletion(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("certificateDeletion is " + value + " but must be zero or more");
            }
            certificateDeletion = value;
            return this;
        }

        /**
         * Finishes the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if {@link #longestTask} was set to less than {@link #shortestTask}
         */
        public BatchTimings build() {
            BatchTimings timings = new BatchTimings(this);
            if (timings.longestTask.compareTo(timings.shortestTask) < 0) {
                throw new IllegalArgumentException("longestTask is " + longestTask
                        + " but must be no less than shortestTask, which is " + shortestTask);
            }
            return timings;
        }

        private Duration shortest() {
            Duration usual = Duration.ofMillis(10);
            if (shortestTask != null) {
                return shortestTask;
            }
            return longestTask != null && longestTask.compareTo(usual) < 0 ? longestTask : usual;
        }

        private Duration longest() {
            Duration usual = Duration.ofMillis(50);
            if (longestTask != null) {
                return longestTask;
            }
            return shortestTask != null && shortestTask.compareTo(usual) > 0 ? shortestTask : usual;
        }
    }
}
