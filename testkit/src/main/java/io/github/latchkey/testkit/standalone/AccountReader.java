package io.github.latchkey.testkit.standalone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.rbac.BuiltInRoles;
import io.github.latchkey.testkit.batch.rbac.RoleAssignment;
import io.github.latchkey.testkit.batch.rbac.RoleDefinition;
import io.github.latchkey.testkit.batch.service.InitialPools;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads the Batch accounts, the roles at them and the pools in them. */
final class AccountReader {

    /** Takes the options of each account; tried on a builder that is thrown away before they are used. */
    private final Map<String, List<Consumer<FakeBatch.Builder>>> accounts = new LinkedHashMap<>();

    private final Map<String, String> tenants = new HashMap<>();
    private final Map<String, Value> ports = new LinkedHashMap<>();
    private final EntraReader entra;

    AccountReader(Section root, EntraReader entra) {
        this.entra = entra;
        root.list("accounts").forEach(this::account);
        if (accounts.isEmpty()) {
            accounts.put(FakeBatch.DEFAULT_ACCOUNT, new ArrayList<>());
        }
        root.list("roles").forEach(this::role);
        root.list("pools").forEach(this::pool);
    }

    Set<String> names() {
        return accounts.keySet();
    }

    /** Returns where accounts listen that say so, by name; zero is any free port. */
    Map<String, Value> ports() {
        return ports;
    }

    void describe(FakeAzure.Builder azure) {
        accounts.forEach((name, options) -> azure.batch(name, builder -> {
            builder.tenant(entra.home());
            options.forEach(option -> option.accept(builder));
        }));
    }

    private void account(Value value) {
        AccountSettings reader = new AccountSettings(value, entra);
        String name = reader.name();
        if (accounts.putIfAbsent(name, new ArrayList<>(reader.options())) != null) {
            value.problem("there is another account '" + name + "'");
        }
        tenants.putIfAbsent(name, reader.tenant());
        if (accounts.size() == 1) {
            reader.audience().ifPresent(Shown::requireWord);
        }
        reader.port().ifPresent(port -> ports.putIfAbsent(name, port));
    }

    private void role(Value value) {
        Section section = value.section();
        Optional<String> account = accountOf(section);
        Optional<RoleDefinition> role = section.required("role").flatMap(AccountReader::definition);
        String tenant = account.map(tenants::get).orElse(entra.home());
        Optional<String> principal = section.required("principal").flatMap(one -> entra.principal(one, tenant));
        Optional<String> scope = section.text("scope");
        section.end();
        if (account.isEmpty() || role.isEmpty() || principal.isEmpty()) {
            return;
        }
        Consumer<FakeBatch.Builder> assignment = scope.isPresent()
                ? builder -> builder.assign(new RoleAssignment(role.get(), principal.get(), scope.get()))
                : builder -> builder.assign(role.get(), principal.get());
        tried(value, account.get(), assignment);
    }

    private static Optional<RoleDefinition> definition(Value value) {
        if (!value.isText()) {
            return RoleDefinition.read(value);
        }
        Optional<RoleDefinition> role = value.text().flatMap(BuiltInRoles::find);
        if (role.isEmpty()) {
            value.problem("is no built-in role; use one of "
                    + BuiltInRoles.all().stream().map(RoleDefinition::name).collect(Collectors.joining(", "))
                    + ", or a role definition as an object");
        }
        return role;
    }

    private void pool(Value value) {
        Section section = value.section();
        Optional<String> account = accountOf(section);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        section.rest((name, one) -> body.set(name, one.tree()));
        String json = body.toString();
        Map<String, String> faults = InitialPools.faults(json);
        faults.forEach((path, fault) -> value.nearest(path).problem(fault));
        if (faults.isEmpty()) {
            account.ifPresent(name -> tried(value, name, builder -> builder.pool(json)));
        }
    }

    /** Tries an option on the account as it is described so far, without starting it, and keeps it when it is good. */
    private void tried(Value place, String account, Consumer<FakeBatch.Builder> option) {
        List<Consumer<FakeBatch.Builder>> options = accounts.computeIfAbsent(account, name -> new ArrayList<>());
        place.attempt(() -> {
            FakeBatch.Builder trial = FakeBatch.builder().account(account);
            options.forEach(one -> one.accept(trial));
            option.accept(trial);
            trial.check();
            return options.add(option);
        });
    }

    /** Finds the account that a role or a pool is for: the one that it names, or the first. */
    private Optional<String> accountOf(Section section) {
        Optional<Value> named = section.member("account");
        if (named.isEmpty()) {
            return accounts.keySet().stream().findFirst();
        }
        Optional<String> name = named.get().text();
        if (name.isPresent() && !accounts.containsKey(name.get())) {
            named.get().problem("the account '" + name.get() + "' is unknown; there are " + accounts.keySet());
            return Optional.empty();
        }
        return name;
    }
}
