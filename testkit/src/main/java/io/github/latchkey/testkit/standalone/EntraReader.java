package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.entra.EntraApp;
import io.github.latchkey.testkit.entra.EntraDirectory;
import io.github.latchkey.testkit.entra.EntraResource;
import io.github.latchkey.testkit.entra.EntraTenant;
import io.github.latchkey.testkit.entra.EntraUser;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.entra.ManagedIdentity;
import io.github.latchkey.testkit.tls.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads who is there: tenants, applications, users and managed identities. The default ones stay there besides. */
final class EntraReader {

    private static final Pattern DOMAIN =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]*");

    /** A user and where it is described. */
    private record Person(EntraUser user, Section section) {}

    private final Set<String> domains = new HashSet<>();
    private final Map<String, EntraTenant> tenants = new LinkedHashMap<>();
    private final Map<String, AppReader> apps = new LinkedHashMap<>();
    private final Map<String, Person> users = new LinkedHashMap<>();
    private final Map<String, ManagedIdentity> identities = new LinkedHashMap<>();
    private final List<Consumer<FakeEntra.Builder>> options = new ArrayList<>();
    private final String home;
    private final Optional<TestCertificate> certificate;

    /**
     * Those who are there without further words: in the tenant that the program tells about, when it tells about them.
     */
    private final EntraApp defaultApp;

    private final EntraUser defaultUser;

    EntraReader(Section root, Path folder) {
        root.list("tenants").forEach(this::tenant);
        home = tenants.keySet().stream().findFirst().orElse(FakeEntra.DEFAULT_TENANT_ID);
        root.section("tokens").ifPresent(this::tokens);
        root.list("apps").forEach(value -> app(value, folder));
        List<EntraResource> resources = Stream.concat(
                        Stream.of(
                                EntraResource.batch(),
                                EntraResource.graph(),
                                EntraResource.resourceManager(),
                                EntraResource.tokenExchange()),
                        Stream.concat(Stream.of(FakeEntra.DEFAULT_CLIENT_ID), apps.keySet().stream())
                                .map(id ->
                                        EntraResource.builder(id, "api://" + id).build()))
                .toList();
        apps.values().forEach(app -> app.requireResources(resources));
        root.list("users").forEach(this::user);
        root.list("managedIdentities").forEach(this::identity);
        if (identities.isEmpty()) {
            addIdentity(ManagedIdentity.systemAssigned(FakeEntra.DEFAULT_SYSTEM_IDENTITY));
            addIdentity(ManagedIdentity.userAssigned(FakeEntra.DEFAULT_USER_IDENTITY, "worker"));
        }
        defaultApp = EntraApp.builder(FakeEntra.DEFAULT_CLIENT_ID)
                .tenant(FakeEntra.DEFAULT_TENANT_ID)
                .tenant(apps.isEmpty() ? home : FakeEntra.DEFAULT_TENANT_ID)
                .build();
        defaultUser = EntraUser.builder(FakeEntra.DEFAULT_USER_NAME, FakeEntra.DEFAULT_USER_PASSWORD)
                .names("Ada", "Example")
                .tenant(users.isEmpty() ? shownTenant() : FakeEntra.DEFAULT_TENANT_ID)
                .build();
        shownApp().flatMap(AppReader::secret).ifPresent(Shown::requireWord);
        shownUser()
                .ifPresent(one -> Stream.of("name", "password")
                        .forEach(name -> one.section().member(name).ifPresent(Shown::requireWord)));
        certificate =
                shownApp().filter(AppReader::hasCredentials).map(app -> TestCertificate.selfSigned("latchkey client"));
    }

    /** Returns the tenant of all who do not name another one: the first, or the default one. */
    String home() {
        return home;
    }

    /** Puts what was read into the fake. */
    void describe(FakeEntra.Builder builder) {
        tenants.values().forEach(builder::tenant);
        apps.values().forEach(app -> builder.app(app.app()));
        shownApp()
                .ifPresent(first -> certificate.ifPresent(known ->
                        builder.app(first.app().toBuilder().certificate(known).build())));
        builder.user(defaultUser);
        users.values().forEach(one -> builder.user(one.user()));
        identities.values().forEach(builder::managedIdentity);
        options.forEach(option -> option.accept(builder));
    }

    /** Brings the default application into its tenants, at the start and after each reset. */
    void prepare(FakeAzure azure) {
        if (apps.containsKey(defaultApp.clientId())) {
            return;
        }
        EntraDirectory directory = azure.entra().directory();
        directory.app(defaultApp.clientId()).map(EntraApp::toBuilder).ifPresent(app -> {
            defaultApp.tenantIds().forEach(app::tenant);
            directory.save(app.build());
        });
    }

    Shown shown() {
        Optional<AppReader> app = shownApp();
        EntraUser user = shownUser().map(Person::user).orElse(defaultUser);
        return new Shown(
                shownTenant(),
                app.map(first -> first.app().clientId()).orElse(FakeEntra.DEFAULT_CLIENT_ID),
                app.map(first -> first.secret().map(one -> one.tree().asText()).orElse(""))
                        .orElse(FakeEntra.DEFAULT_CLIENT_SECRET),
                app.isPresent() ? entra -> certificate : entra -> Optional.of(entra.clientCertificate()),
                app.map(AppReader::redirectUri).orElse("http://localhost"),
                user.name(),
                user.password());
    }

    private Optional<AppReader> shownApp() {
        return apps.values().stream().findFirst();
    }

    /** Returns the tenant of the application that the program tells about: the first one, unless it is not there. */
    private String shownTenant() {
        return shownApp().map(app -> app.tenant(home)).orElse(home);
    }

    /** Returns the first user of the tenant that the program tells about, or else the first one. */
    private Optional<Person> shownUser() {
        return users.values().stream()
                .filter(one -> one.user().tenantId().equals(shownTenant()))
                .findFirst()
                .or(() -> users.values().stream().findFirst());
    }

    /**
     * Finds the object id, in a tenant, of those who may get a role: by the client id or name of an application, the
     * name of a user, the client id of a managed identity, or the object id itself. A problem when nobody is called so,
     * or not there.
     */
    Optional<String> principal(Value value, String tenant) {
        return value.text().flatMap(name -> {
            Optional<EntraApp> app = Stream.concat(apps.values().stream().map(AppReader::app), Stream.of(defaultApp))
                    .filter(one ->
                            one.clientId().equalsIgnoreCase(name) || one.name().equals(name))
                    .findFirst();
            if (app.isPresent()) {
                return there(app.get().tenantIds(), value, tenant)
                        .map(one -> app.get().servicePrincipalId(one));
            }
            Optional<EntraUser> user = Stream.concat(users.values().stream().map(Person::user), Stream.of(defaultUser))
                    .filter(one -> one.name().equalsIgnoreCase(name))
                    .findFirst();
            if (user.isPresent()) {
                return there(Set.of(user.get().tenantId()), value, tenant)
                        .map(one -> user.get().objectId());
            }
            ManagedIdentity identity = identities.get(key(name));
            if (identity != null) {
                return there(Set.of(identity.tenantId()), value, tenant).map(one -> identity.objectId());
            }
            if (Value.isGuid(name)) {
                return Optional.of(key(name));
            }
            value.problem("'" + name
                    + "' is nobody; use the client id or the name of an application, the name of a user, the client id"
                    + " of a managed identity, or an object id");
            return Optional.empty();
        });
    }

    /** Returns the tenant of an account when somebody is in it; tokens of other tenants are refused there. */
    private static Optional<String> there(Set<String> homes, Value value, String tenant) {
        if (homes.contains(tenant)) {
            return Optional.of(tenant);
        }
        value.problem("is not in the tenant " + tenant + " of the account, but in "
                + homes.stream().sorted().collect(Collectors.joining(", ")));
        return Optional.empty();
    }

    /** Tells whether there is an application with a client id. */
    boolean knowsApp(String clientId) {
        return clientId.equals(FakeEntra.DEFAULT_CLIENT_ID) || apps.containsKey(clientId);
    }

    private void tenant(Value value) {
        Section tenant = value.section();
        Optional<String> id = tenant.required("id").flatMap(one -> tenant.guid("id"));
        List<String> domains = new ArrayList<>();
        tenant.list("domains")
                .forEach(one -> one.text().ifPresent(domain -> {
                    if (!DOMAIN.matcher(domain).matches()) {
                        one.problem("must be a domain such as northwind.example, not '" + domain + "'");
                    } else if (!this.domains.add(key(domain))) {
                        one.problem("another tenant has the domain '" + domain + "' already");
                    }
                    domains.add(domain);
                }));
        Optional<String> name = tenant.text("name");
        tenant.end();
        id.ifPresent(guid -> {
            String called = name.orElse(domains.isEmpty() ? guid : domains.get(0));
            unique(value, tenants.put(guid, new EntraTenant(guid, called, domains)), "tenant", guid);
        });
    }

    private void tokens(Section tokens) {
        Optional<Duration> whole = lifetime(tokens, "lifetime", FakeEntra.Builder::tokenLifetime);
        lifetime(tokens, "continuousAccessLifetime", FakeEntra.Builder::continuousAccessLifetime);
        Optional<Duration> refresh = lifetime(tokens, "refreshIn", FakeEntra.Builder::refreshIn);
        if (whole.isPresent() && refresh.isPresent() && refresh.get().compareTo(whole.get()) >= 0) {
            tokens.member("refreshIn").ifPresent(one -> one.problem("must be less than 'lifetime'"));
        }
        lifetime(tokens, "codeLifetime", FakeEntra.Builder::codeLifetime);
        lifetime(tokens, "deviceCodeLifetime", FakeEntra.Builder::deviceCodeLifetime);
        lifetime(tokens, "deviceCodeInterval", FakeEntra.Builder::deviceCodeInterval);
        lifetime(tokens, "refreshTokenLifetime", FakeEntra.Builder::refreshTokenLifetime);
        tokens.end();
    }

    /** Tries the option on a builder that is thrown away, and keeps it for the one that is used. */
    private Optional<Duration> lifetime(Section tokens, String name, BiConsumer<FakeEntra.Builder, Duration> option) {
        Optional<Duration> given = tokens.duration(name);
        given.ifPresent(duration -> tokens.member(name)
                .ifPresent(value -> value.attempt(() -> {
                    option.accept(FakeEntra.builder(), duration);
                    return options.add(builder -> option.accept(builder, duration));
                })));
        return given;
    }

    private void app(Value value, Path folder) {
        AppReader reader = new AppReader(value, folder, home);
        if (reader.isGood()) {
            EntraApp app = reader.app();
            unique(value, apps.put(app.clientId(), reader), "application", app.clientId());
            reader.tenants().forEach((id, place) -> requireTenant(place, id));
        }
    }

    private void user(Value value) {
        Section section = value.section();
        Optional<String> name = section.required("name").flatMap(Value::text);
        Optional<String> password = section.required("password").flatMap(Value::text);
        Optional<EntraUser.Builder> started = section.member("name")
                .flatMap(place -> name.flatMap(
                        one -> password.flatMap(secret -> place.attempt(() -> EntraUser.builder(one, secret)))));
        // Everything is read from a user that is thrown away when there is no name, so that no fault goes unseen.
        EntraUser.Builder builder = started.orElseGet(() -> EntraUser.builder("nobody@contoso.example", "none"));
        builder.tenant(section.guid("tenant").orElse(home));
        section.guid("objectId").ifPresent(builder::objectId);
        Optional<String> givenName = section.text("givenName");
        Optional<String> familyName = section.text("familyName");
        if (givenName.isPresent() || familyName.isPresent()) {
            builder.names(givenName.orElse(""), familyName.orElse(""));
        }
        section.oneOf("secondFactor", EntraUser.SecondFactor.class).ifPresent(builder::secondFactor);
        section.flag("blockedByPolicy").ifPresent(builder::blockedByPolicy);
        section.flag("locked").ifPresent(builder::locked);
        section.flag("disabled").ifPresent(builder::disabled);
        section.flag("passwordExpired").ifPresent(builder::passwordExpired);
        section.flag("administrator").ifPresent(builder::administrator);
        section.end();
        started.ifPresent(any -> {
            EntraUser user = builder.build();
            unique(value, users.put(key(user.name()), new Person(user, section)), "user", user.name());
            requireTenant(section.member("tenant").orElse(value), user.tenantId());
        });
    }

    private void identity(Value value) {
        Section section = value.section();
        Optional<String> clientId = section.required("clientId").flatMap(one -> section.guid("clientId"));
        Optional<String> name = section.text("name");
        Optional<String> objectId = section.guid("objectId");
        String tenant = section.guid("tenant").orElse(home);
        Optional<String> resourceId = section.text("resourceId");
        section.end();
        clientId.ifPresent(id -> {
            ManagedIdentity base = name.map(one -> ManagedIdentity.userAssigned(id, one))
                    .orElseGet(() -> ManagedIdentity.systemAssigned(id));
            ManagedIdentity identity = new ManagedIdentity(
                    id,
                    objectId.orElse(base.objectId()),
                    tenant,
                    resourceId.orElse(base.resourceId()),
                    base.systemAssigned());
            if (identity.systemAssigned() && identities.values().stream().anyMatch(ManagedIdentity::systemAssigned)) {
                value.problem("another managed identity has no 'name' either, and a machine has only one of its own");
            }
            unique(value, identities.put(id, identity), "managed identity", id);
            requireTenant(section.member("tenant").orElse(value), tenant);
        });
    }

    private void addIdentity(ManagedIdentity base) {
        identities.put(
                base.clientId(),
                new ManagedIdentity(base.clientId(), base.objectId(), home, base.resourceId(), base.systemAssigned()));
    }

    private static void unique(Value value, @Nullable Object before, String what, String id) {
        if (before != null) {
            value.problem("there is another " + what + " '" + id + "'");
        }
    }

    /** Adds a problem when there is no such tenant. */
    void requireTenant(Value value, String id) {
        if (!id.equals(FakeEntra.DEFAULT_TENANT_ID) && !tenants.containsKey(id)) {
            value.problem("the tenant " + id + " is unknown; add it to 'tenants'");
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
