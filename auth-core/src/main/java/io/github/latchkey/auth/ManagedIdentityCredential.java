package io.github.latchkey.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity that Azure gives to the machine or service that the program runs on. Without an id it is the one that
 * the system assigned; with one, it is that user-assigned identity. Immutable.
 *
 * <p>Where to ask is read from the variables that Azure sets: App Service, Functions and Container Apps, Azure Arc,
 * Service Fabric, Cloud Shell, Azure Machine Learning. Where there are none, Azure Arc is asked if its agent is
 * installed, and else the instance metadata service of virtual machines.
 *
 * <p>An endpoint that is being upgraded refuses for up to 70 seconds; a token provider with a {@code flightTimeout} of
 * 90 seconds rides that out even when it has no token yet.
 */
public final class ManagedIdentityCredential implements Credential {

    private final Cloud cloud;
    private final IdType idType;
    private final @Nullable String id;
    private final Map<String, String> environment;
    private final @Nullable Path arcKeyDirectory;
    private final @Nullable Path arcAgent;
    private final @Nullable Duration probeTimeout;

    private ManagedIdentityCredential(Builder builder) {
        this.cloud = builder.cloud;
        this.idType = builder.idType;
        this.id = builder.id;
        this.environment = builder.environment;
        this.arcKeyDirectory = builder.arcKeyDirectory;
        this.arcAgent = builder.arcAgent;
        this.probeTimeout = builder.probeTimeout;
    }

    @Override
    public Cloud cloud() {
        return cloud;
    }

    /**
     * Returns how the identity is named.
     *
     * @return {@link IdType#SYSTEM_ASSIGNED} where it has no id
     */
    public IdType idType() {
        return idType;
    }

    /**
     * Returns the id of a user-assigned identity.
     *
     * @return the id, empty for the system-assigned one
     */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Returns the variables that tell where to ask.
     *
     * @return an immutable copy
     */
    public Map<String, String> environment() {
        return environment;
    }

    /**
     * Returns where Azure Arc's agent puts its challenge files.
     *
     * @return the directory, empty for the one of an ordinary installation
     */
    public Optional<Path> arcKeyDirectory() {
        return Optional.ofNullable(arcKeyDirectory);
    }

    /**
     * Returns which file shows that Azure Arc's agent is installed.
     *
     * @return the file, empty for the one of an ordinary installation
     */
    public Optional<Path> arcAgent() {
        return Optional.ofNullable(arcAgent);
    }

    /**
     * Returns how long to look for an instance metadata service before it counts as absent.
     *
     * @return the time, empty to ask for a token straight away
     */
    public Optional<Duration> probeTimeout() {
        return Optional.ofNullable(probeTimeout);
    }

    /**
     * Describes the credential. The environment is left out, since it holds secrets.
     *
     * @return the id
     */
    @Override
    public String toString() {
        return "ManagedIdentityCredential[" + idType + (id == null ? "" : "=" + id) + "]";
    }

    /** How a managed identity is named. */
    public enum IdType {
        /** It has no name: it is the one that the system assigned. */
        SYSTEM_ASSIGNED,
        /** By its client (application) id. */
        CLIENT_ID,
        /** By the object id of its service principal. */
        OBJECT_ID,
        /** By its resource id, as {@code /subscriptions/.../userAssignedIdentities/name}. */
        RESOURCE_ID
    }

    /** Builds a {@link ManagedIdentityCredential}; nothing is required. Not thread-safe. */
    public static final class Builder {

        private Cloud cloud = Cloud.PUBLIC;
        private IdType idType = IdType.SYSTEM_ASSIGNED;
        private @Nullable String id;
        private Map<String, String> environment = Map.copyOf(System.getenv());
        private @Nullable Path arcKeyDirectory;
        private @Nullable Path arcAgent;
        private @Nullable Duration probeTimeout;

        Builder() {}

        /**
         * Chooses a user-assigned identity by its client id. Replaces a choice made before.
         *
         * @param clientId the client (application) id
         * @return this builder
         * @throws InvalidOptionException if it is absent, blank or no id
         */
        public Builder clientId(@Nullable String clientId) {
            return choose(IdType.CLIENT_ID, Identifiers.requireClientId(clientId));
        }

        /**
         * Chooses a user-assigned identity by the object id of its service principal. Replaces a choice made before.
         *
         * @param objectId the object (principal) id
         * @return this builder
         * @throws InvalidOptionException if it is absent or blank
         */
        public Builder objectId(@Nullable String objectId) {
            return choose(IdType.OBJECT_ID, Identifiers.requirePresent("objectId", objectId));
        }

        /**
         * Chooses a user-assigned identity by its resource id. Replaces a choice made before.
         *
         * @param resourceId as {@code /subscriptions/.../userAssignedIdentities/name}
         * @return this builder
         * @throws InvalidOptionException if it is absent or blank
         */
        public Builder resourceId(@Nullable String resourceId) {
            return choose(IdType.RESOURCE_ID, Identifiers.requirePresent("resourceId", resourceId));
        }

        private Builder choose(IdType newType, String newId) {
            this.idType = newType;
            this.id = newId;
            return this;
        }

        /**
         * Sets the variables that tell where to ask.
         *
         * @param environment copied; default {@link System#getenv()}
         * @return this builder
         */
        public Builder environment(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
            return this;
        }

        /**
         * Sets where Azure Arc's agent puts its challenge files. A challenge that names a file elsewhere is refused.
         *
         * @param arcKeyDirectory the directory; default {@code /var/opt/azcmagent/tokens} on Linux and
         *     {@code %ProgramData%\AzureConnectedMachineAgent\Tokens} on Windows
         * @return this builder
         */
        public Builder arcKeyDirectory(Path arcKeyDirectory) {
            this.arcKeyDirectory = Objects.requireNonNull(arcKeyDirectory, "arcKeyDirectory");
            return this;
        }

        /**
         * Sets which file shows that Azure Arc's agent is installed: where no variable says anything, its endpoint is
         * asked and not the instance metadata service, which does not exist on such a machine.
         *
         * @param arcAgent the file; default {@code /opt/azcmagent/bin/himds} on Linux and
         *     {@code %ProgramFiles%\AzureConnectedMachineAgent\himds.exe} on Windows
         * @return this builder
         */
        public Builder arcAgent(Path arcAgent) {
            this.arcAgent = Objects.requireNonNull(arcAgent, "arcAgent");
            return this;
        }

        /**
         * Looks first whether there is an instance metadata service at all, as a chain of credentials wants it:
         * elsewhere its address leads nowhere and a request would hang.
         *
         * @param probeTimeout how long to look, more than zero; default: do not look
         * @return this builder
         * @throws InvalidOptionException if it is not positive, or more than a hundred years
         */
        public Builder probeTimeout(Duration probeTimeout) {
            this.probeTimeout = Options.requirePositive("probeTimeout", probeTimeout);
            return this;
        }

        /**
         * Sets the cloud, for its Batch resource; the endpoint does not depend on it.
         *
         * @param cloud the cloud; default {@link Cloud#PUBLIC}
         * @return this builder
         */
        public Builder cloud(Cloud cloud) {
            this.cloud = Objects.requireNonNull(cloud, "cloud");
            return this;
        }

        /**
         * Builds the credential. Does no I/O.
         *
         * @return an immutable credential
         */
        public ManagedIdentityCredential build() {
            return new ManagedIdentityCredential(this);
        }
    }
}
