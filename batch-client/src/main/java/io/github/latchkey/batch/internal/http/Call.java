package io.github.latchkey.batch.internal.http;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.ByteRange;
import io.github.latchkey.batch.CallOptions;
import io.github.latchkey.batch.Conditions;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call: the operation, what fills its path, its query, body and options. Checked as it is put together. */
public final class Call {

    private final Operation operation;
    private final String path;
    private final List<String> query = new ArrayList<>(6); // name, value, name, value
    private @Nullable Object body;
    private byte @Nullable [] written;
    private @Nullable ByteRange range;
    private Conditions conditions = Conditions.none();
    private CallOptions options = RequestOptions.defaults();

    private Call(Operation operation, String path) {
        this.operation = operation;
        this.path = path;
    }

    /**
     * Starts a call.
     *
     * @param operation the operation
     * @param arguments what fills the braces of its path, in order; encoded here
     * @return the call
     */
    public static Call of(Operation operation, String... arguments) {
        StringBuilder path = new StringBuilder(64);
        String template = operation.path();
        int at = 0;
        for (String argument : arguments) {
            int open = template.indexOf('{', at);
            path.append(template, at, open);
            Uris.encode(path, argument);
            at = template.indexOf('}', open) + 1;
        }
        return new Call(operation, path.append(template, at, template.length()).toString());
    }

    /**
     * Sets the body.
     *
     * @param model what is written as JSON
     * @return this call
     */
    public Call body(@Nullable Object model) {
        this.body = model;
        return this;
    }

    /**
     * Sets a body that was written already.
     *
     * @param json UTF-8, not changed afterwards
     * @return this call
     */
    public Call written(byte[] json) {
        this.written = json;
        return this;
    }

    /**
     * Adds a query parameter.
     *
     * @param name the name
     * @param value the value, not yet encoded; {@code null} adds nothing
     * @return this call
     */
    public Call query(String name, @Nullable Object value) {
        if (value != null) {
            query.add(name);
            query.add(value.toString());
        }
        return this;
    }

    /**
     * Asks for a part of a file.
     *
     * @param part the part; {@code null} for the whole
     * @return this call
     */
    public Call range(@Nullable ByteRange part) {
        this.range = part;
        return this;
    }

    /**
     * Takes the options.
     *
     * @param given the options
     * @return this call
     * @throws InvalidOptionException if the operation cannot have one of them
     */
    public Call with(RequestOptions given) {
        this.options = given;
        requireConditions(given.conditions());
        this.conditions = given.conditions();
        names("select", Operation.Option.SELECT, "$select", given.select());
        names("expand", Operation.Option.EXPAND, "$expand", given.expand());
        if (given.force()) {
            require("force", Operation.Option.FORCE, true);
            query("force", "true");
        }
        return this;
    }

    /**
     * Takes the options.
     *
     * @param given the options
     * @return this call
     * @throws InvalidOptionException if the operation cannot have one of them
     */
    public Call with(ListOptions given) {
        this.options = given;
        given.filter().ifPresent(filter -> {
            require("filter", Operation.Option.FILTER, filter);
            query("$filter", filter.text());
        });
        names("select", Operation.Option.SELECT, "$select", given.select());
        names("expand", Operation.Option.EXPAND, "$expand", given.expand());
        given.maxResults().ifPresent(most -> {
            require("maxResults", Operation.Option.MAX_RESULTS, most);
            query("maxresults", most);
        });
        return this;
    }

    Operation operation() {
        return operation;
    }

    String path() {
        return path;
    }

    List<String> query() {
        return query;
    }

    @Nullable
    Object body() {
        return body;
    }

    byte @Nullable [] written() {
        return written;
    }

    @Nullable
    ByteRange range() {
        return range;
    }

    Conditions conditions() {
        return conditions;
    }

    CallOptions options() {
        return options;
    }

    private void names(String option, Operation.Option kind, String parameter, List<String> names) {
        if (!names.isEmpty()) {
            require(option, kind, names);
            query(parameter, String.join(",", names));
        }
    }

    private void require(String option, Operation.Option kind, Object value) {
        if (!operation.takes(kind)) {
            throw new InvalidOptionException(option, value, operation.id() + " does not have it; leave it out.");
        }
    }

    private void requireConditions(Conditions given) {
        boolean possible = switch (given.kind()) {
            case NONE -> true;
            case IF_MATCH, IF_NONE_MATCH -> operation.conditions() == Operation.Conditional.ALL;
            case IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE -> operation.conditions() != Operation.Conditional.NONE;
        };
        if (!possible) {
            throw new InvalidOptionException(
                    "conditions", given, operation.id() + " does not have this condition; leave it out.");
        }
    }
}
