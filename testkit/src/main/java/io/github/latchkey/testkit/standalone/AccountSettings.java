package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.batch.FakeBatch;
import io.github.latchkey.testkit.batch.config.AuthenticationMode;
import io.github.latchkey.testkit.batch.config.BatchLimits;
import io.github.latchkey.testkit.batch.config.BatchQuirks;
import io.github.latchkey.testkit.batch.config.BatchThrottling;
import io.github.latchkey.testkit.batch.config.BatchTimings;
import io.github.latchkey.testkit.batch.script.TaskRules;
import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads one Batch account. */
final class AccountSettings {

    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final List<Consumer<FakeBatch.Builder>> options = new ArrayList<>();
    private final Section section;
    private final String name;
    private final Optional<Value> port;
    private final String tenant;

    AccountSettings(Value value, EntraReader entra) {
        this.section = value.section();
        this.name = section.member("name")
                .flatMap(one -> one.text()
                        .flatMap(text -> one.attempt(() -> {
                            FakeBatch.builder().account(text);
                            return text;
                        })))
                .orElse(FakeBatch.DEFAULT_ACCOUNT);
        section.member("key")
                .ifPresent(one -> one.text().ifPresent(key -> tried(one, builder -> builder.accountKey(key))));
        this.tenant = section.guid("tenant").orElse(entra.home());
        section.member("tenant").ifPresent(one -> entra.requireTenant(one, tenant));
        options.add(builder -> builder.tenant(tenant));
        Optional<Long> number = section.integer("port", 0, 65535);
        number.ifPresent(one -> options.add(builder -> builder.port(one.intValue())));
        this.port = number.flatMap(good -> section.member("port"));
        section.member("audience")
                .ifPresent(one -> one.text().ifPresent(text -> tried(one, builder -> builder.audience(text))));
        section.flag("plainHttp").filter(plain -> plain).ifPresent(plain -> options.add(FakeBatch.Builder::plainHttp));
        resourceGroup();
        authentication();
        section.section("applications").ifPresent(applications -> applications.rest(this::application));
        section.flag("strictRoles")
                .filter(strict -> strict)
                .ifPresent(strict -> options.add(FakeBatch.Builder::strictRoles));
        section.section("throttling").ifPresent(this::throttling);
        section.section("limits").ifPresent(this::limits);
        section.section("timings").ifPresent(this::timings);
        section.section("quirks").ifPresent(this::quirks);
        tasks();
        section.end();
    }

    String name() {
        return name;
    }

    /** Returns where the account listens, when that is told. */
    Optional<Value> port() {
        return port;
    }

    /** Returns the tenant whose tokens the account takes. */
    String tenant() {
        return tenant;
    }

    /** Returns what tokens must be for, when that is told. */
    Optional<Value> audience() {
        return section.member("audience");
    }

    List<Consumer<FakeBatch.Builder>> options() {
        return options;
    }

    /** Tries an option on a builder that is thrown away, and keeps it for the one that is used. */
    private void tried(Value value, Consumer<FakeBatch.Builder> option) {
        value.attempt(() -> {
            option.accept(FakeBatch.builder());
            return options.add(option);
        });
    }

    private void application(String id, Value versions) {
        if (!APPLICATION.matcher(id).matches()) {
            versions.problem("the id of an application has 1 to 64 letters, digits, hyphens and underscores, unlike '"
                    + id + "'");
        }
        List<String> all = new ArrayList<>();
        for (Value version : versions.list()) {
            version.text().ifPresent(all::add);
            if (version.isText() && !VERSION.matcher(version.tree().asText()).matches()) {
                version.problem("a version has 1 to 64 letters, digits, hyphens, underscores and periods");
            }
        }
        options.add(builder -> builder.application(id, all.toArray(String[]::new)));
    }

    private void resourceGroup() {
        Optional<String> subscription = section.guid("subscription");
        Optional<String> group = section.text("resourceGroup");
        if (subscription.isPresent() != group.isPresent()) {
            section.value().problem("'subscription' and 'resourceGroup' go together");
        }
        subscription.ifPresent(id -> group.ifPresent(one -> options.add(builder -> builder.resourceGroup(id, one))));
    }

    private void authentication() {
        List<AuthenticationMode> modes = section.list("authentication").stream()
                .flatMap(one -> Section.constant(one, AuthenticationMode.class).stream())
                .toList();
        section.member("authentication")
                .filter(one -> one.tree().isArray() && one.tree().isEmpty())
                .ifPresent(one -> one.problem("must hold at least one way; without this member there are all"));
        if (!modes.isEmpty()) {
            options.add(builder -> builder.authentication(modes.get(0), modes.toArray(AuthenticationMode[]::new)));
        }
    }

    private void tasks() {
        List<Value> scripts = section.list("tasks");
        if (!scripts.isEmpty()) {
            TaskRules.Builder rules = TaskRules.builder();
            scripts.forEach(one -> ScriptReader.read(one, rules));
            TaskRules script = rules.build();
            options.add(builder -> builder.script(script));
        }
    }

    private void throttling(Section throttling) {
        BatchThrottling.Builder builder = BatchThrottling.builder();
        Optional<Long> requests = throttling.integer("requests", 1, Integer.MAX_VALUE);
        Duration per = throttling.duration("per").orElse(Duration.ofSeconds(1));
        requests.ifPresent(count -> at(throttling, "per", "requests", () -> builder.requests(count.intValue(), per)));
        if (throttling.member("per").isPresent() && requests.isEmpty()) {
            throttling.value().problem("'per' says for how long 'requests' are counted, which is missing");
        }
        throttling.flag("serverBusy").ifPresent(builder::serverBusy);
        throttling.flag("retryAfter").ifPresent(builder::retryAfter);
        throttling
                .duration("poolPause")
                .ifPresent(pause -> at(throttling, "poolPause", "poolPause", () -> builder.poolPause(pause)));
        throttling.integer("busyTasks", 2, Integer.MAX_VALUE).ifPresent(every -> builder.busyTasks(every.intValue()));
        throttling.end();
        options.add(account -> account.throttling(builder.build()));
    }

    /** Makes what is thrown at an unfit value a problem of the first of two members that is there. */
    private static void at(Section section, String member, String other, Supplier<?> work) {
        section.member(member).or(() -> section.member(other)).ifPresent(place -> place.attempt(work::get));
    }

    private void limits(Section limits) {
        BatchLimits.Builder builder = BatchLimits.builder();
        number(limits, "poolQuota", builder::poolQuota);
        number(limits, "activeJobAndJobScheduleQuota", builder::activeJobAndJobScheduleQuota);
        number(limits, "dedicatedCoreQuota", builder::dedicatedCoreQuota);
        number(limits, "lowPriorityCoreQuota", builder::lowPriorityCoreQuota);
        number(limits, "tasksPerCollection", builder::tasksPerCollection);
        number(limits, "collectionBytes", builder::collectionBytes);
        number(limits, "bodyBytes", builder::bodyBytes);
        number(limits, "metadataCharacters", builder::metadataCharacters);
        number(limits, "autoScaleFormulaCharacters", builder::autoScaleFormulaCharacters);
        number(limits, "resourceFiles", builder::resourceFiles);
        limits.end();
        options.add(account -> account.limits(builder.build()));
    }

    private static void number(Section section, String name, Consumer<Integer> use) {
        section.integer(name, 0, Integer.MAX_VALUE).ifPresent(number -> use.accept(number.intValue()));
    }

    private void timings(Section timings) {
        BatchTimings.Builder builder = BatchTimings.builder();
        BiConsumer<String, Consumer<Duration>> time =
                (member, use) -> timings.duration(member).ifPresent(use);
        time.accept("poolResize", builder::poolResize);
        time.accept("nodeCreate", builder::nodeCreate);
        time.accept("nodeStart", builder::nodeStart);
        time.accept("setupTask", builder::setupTask);
        time.accept("taskPreparation", builder::taskPreparation);
        time.accept("subtaskEnd", builder::subtaskEnd);
        time.accept("shortestTask", builder::shortestTask);
        time.accept("longestTask", builder::longestTask);
        time.accept("jobTransition", builder::jobTransition);
        time.accept("certificateDeletion", builder::certificateDeletion);
        timings.end();
        timings.value().attempt(builder::build).ifPresent(built -> options.add(account -> account.timings(built)));
    }

    private void quirks(Section quirks) {
        BatchQuirks.Builder builder = BatchQuirks.builder();
        BiConsumer<String, Consumer<Boolean>> flag =
                (member, use) -> quirks.flag(member).ifPresent(use);
        flag.accept("longsAsStrings", builder::longsAsStrings);
        flag.accept("metadataMembers", builder::metadataMembers);
        flag.accept("blankInMediaType", builder::blankInMediaType);
        flag.accept("capitalizedOutcomes", builder::capitalizedOutcomes);
        flag.accept("awkwardLinks", builder::awkwardLinks);
        flag.accept("emptyFirstPages", builder::emptyFirstPages);
        flag.accept("shortPages", builder::shortPages);
        flag.accept("misleadingLocation", builder::misleadingLocation);
        flag.accept("shuffledResults", builder::shuffledResults);
        flag.accept("chunkedFiles", builder::chunkedFiles);
        flag.accept("refuseCharset", builder::refuseCharset);
        flag.accept("refuseUnknownOptions", builder::refuseUnknownOptions);
        flag.accept("preparationStatusCode", builder::preparationStatusCode);
        flag.accept("listKeysGrantsAll", builder::listKeysGrantsAll);
        flag.accept("accountReadGrantsReads", builder::accountReadGrantsReads);
        quirks.end();
        options.add(account -> account.quirks(builder.build()));
    }
}
