package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.entra.EntraApp.FederatedCredential;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A user of the fake. Immutable. {@link #toString()} does not show the password. */
public final class EntraUser {

    /** What a user has to prove besides the password. */
    public enum SecondFactor {
        /** Nothing. */
        NONE,
        /** A second factor, which the flows without a page cannot ask for. */
        REQUIRED,
        /** A second factor that the user has not set up. */
        NOT_REGISTERED
    }

    private final String name;
    private final String password;
    private final String tenantId;
    private final String objectId;
    private final String givenName;
    private final String familyName;
    private final SecondFactor secondFactor;
    private final boolean blockedByPolicy;
    private final boolean locked;
    private final boolean disabled;
    private final boolean passwordExpired;
    private final boolean administrator;
    private final List<FederatedCredential> federatedCredentials;

    private EntraUser(Builder builder) {
        this.name = builder.name;
        this.password = builder.password;
        this.tenantId = builder.tenantId;
        this.objectId = builder.objectId.isEmpty()
                ? Ids.derived("user", builder.tenantId, builder.name.toLowerCase(Locale.ROOT))
                : EntraTenant.guid("object id of user " + builder.name, builder.objectId);
        this.givenName = builder.givenName;
        this.familyName = builder.familyName;
        this.secondFactor = builder.secondFactor;
        this.blockedByPolicy = builder.blockedByPolicy;
        this.locked = builder.locked;
        this.disabled = builder.disabled;
        this.passwordExpired = builder.passwordExpired;
        this.administrator = builder.administrator;
        this.federatedCredentials = List.copyOf(builder.federatedCredentials);
    }

    /**
     * Starts describing a user of the default tenant.
     *
     * @param name the user principal name, for example {@code ada@contoso.example}
     * @param password the password
     * @return a new builder
     * @throws IllegalArgumentException if the name has no domain or the password is blank
     */
    public static Builder builder(String name, String password) {
        return new Builder(name, password);
    }

    /**
     * Starts a changed copy.
     *
     * @return a builder that describes this user
     */
    public Builder toBuilder() {
        Builder builder = new Builder(name, password);
        builder.tenantId = tenantId;
        builder.objectId = objectId;
        builder.givenName = givenName;
        builder.familyName = familyName;
        builder.secondFactor = secondFactor;
        builder.blockedByPolicy = blockedByPolicy;
        builder.locked = locked;
        builder.disabled = disabled;
        builder.passwordExpired = passwordExpired;
        builder.administrator = administrator;
        builder.federatedCredentials.addAll(federatedCredentials);
        return builder;
    }

    /**
     * Returns the user principal name.
     *
     * @return as given
     */
    public String name() {
        return name;
    }

    /**
     * Returns the password.
     *
     * @return as given
     */
    public String password() {
        return password;
    }

    /**
     * Returns the tenant that the user belongs to.
     *
     * @return a GUID
     */
    public String tenantId() {
        return tenantId;
    }

    /**
     * Returns the user's object id.
     *
     * @return a GUID; derived from tenant and name unless it was set
     */
    public String objectId() {
        return objectId;
    }

    String givenName() {
        return givenName;
    }

    String familyName() {
        return familyName;
    }

    String displayName() {
        return givenName + " " + familyName;
    }

    String domain() {
        return name.substring(name.indexOf('@') + 1);
    }

    SecondFactor secondFactor() {
        return secondFactor;
    }

    boolean blockedByPolicy() {
        return blockedByPolicy;
    }

    boolean locked() {
        return locked;
    }

    boolean disabled() {
        return disabled;
    }

    boolean passwordExpired() {
        return passwordExpired;
    }

    boolean administrator() {
        return administrator;
    }

    List<FederatedCredential> federatedCredentials() {
        return federatedCredentials;
    }

    @Override
    public String toString() {
        return "EntraUser[" + name + "]";
    }

    /** Describes an {@link EntraUser}. */
    public static final class Builder {

        private final String name;
        private final String password;
        private String tenantId = FakeEntra.DEFAULT_TENANT_ID;
        private String objectId = "";
        private String givenName;
        private String familyName = "Example";
        private SecondFactor secondFactor = SecondFactor.NONE;
        private boolean blockedByPolicy;
        private boolean locked;
        private boolean disabled;
        private boolean passwordExpired;
        private boolean administrator;
        private final List<FederatedCredential> federatedCredentials = new ArrayList<>();

        private Builder(String name, String password) {
            int at = name.indexOf('@');
            if (at < 1 || at == name.length() - 1) {
                throw new IllegalArgumentException(
                        "user name: '" + name + "' has no domain; write it as ada@contoso.example");
            }
            if (password.isBlank()) {
                throw new IllegalArgumentException("password of user " + name + ": must not be blank");
            }
            this.name = name;
            this.password = password;
            this.givenName = name.substring(0, at);
        }

        /**
         * Sets the tenant. The fake's default tenant by default.
         *
         * @param id a GUID
         * @return this builder
         */
        public Builder tenant(String id) {
            this.tenantId = EntraTenant.guid("tenant id of user " + name, id);
            return this;
        }

        /**
         * Sets the object id. By default it is derived from tenant and name, so that it is the same in each run.
         *
         * @param id a GUID
         * @return this builder
         */
        public Builder objectId(String id) {
            this.objectId = id;
            return this;
        }

        /**
         * Sets the names that tokens and pages show.
         *
         * @param newGivenName the part of the user name before the {@code @} by default
         * @param newFamilyName {@code Example} by default
         * @return this builder
         */
        public Builder names(String newGivenName, String newFamilyName) {
            this.givenName = newGivenName;
            this.familyName = newFamilyName;
            return this;
        }

        /**
         * Sets what the user has to prove besides the password: AADSTS50076 or AADSTS50079 where no page can ask for
         * it. Nothing by default.
         *
         * @param factor what is asked for
         * @return this builder
         */
        public Builder secondFactor(SecondFactor factor) {
            this.secondFactor = factor;
            return this;
        }

        /**
         * Lets a conditional access policy refuse the user: AADSTS53003. Off by default.
         *
         * @param blocked whether it does
         * @return this builder
         */
        public Builder blockedByPolicy(boolean blocked) {
            this.blockedByPolicy = blocked;
            return this;
        }

        /**
         * Locks the account: AADSTS50053. Off by default.
         *
         * @param isLocked whether it is
         * @return this builder
         */
        public Builder locked(boolean isLocked) {
            this.locked = isLocked;
            return this;
        }

        /**
         * Disables the account: AADSTS50057. Off by default.
         *
         * @param isDisabled whether it is
         * @return this builder
         */
        public Builder disabled(boolean isDisabled) {
            this.disabled = isDisabled;
            return this;
        }

        /**
         * Lets the password have expired: AADSTS50055. Off by default.
         *
         * @param expired whether it has
         * @return this builder
         */
        public Builder passwordExpired(boolean expired) {
            this.passwordExpired = expired;
            return this;
        }

        /**
         * Makes the user an administrator of the tenant, who may consent to everything and for everybody. Off by
         * default.
         *
         * @param isAdministrator whether it is
         * @return this builder
         */
        public Builder administrator(boolean isAdministrator) {
            this.administrator = isAdministrator;
            return this;
        }

        /**
         * Adds a federated credential: who may sign in as this user with a token of another issuer, by the grant
         * {@code user_fic}.
         *
         * @param credential issuer, subject and audience of that token
         * @return this builder
         */
        public Builder federatedCredential(FederatedCredential credential) {
            federatedCredentials.add(credential);
            return this;
        }

        /**
         * Makes the user.
         *
         * @return an immutable value
         */
        public EntraUser build() {
            return new EntraUser(this);
        }
    }
}
