package io.github.latchkey.testkit.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A state machine as a table: a row for each state, a column for each operation by its id, and in the cells the status,
 * the error code if there is one, and the state right after the call and some time later.
 */
final class StateTable {

    private final String table;
    private final BiFunction<String, BatchCalls.Answer, List<String>> faults;
    private final Map<String, Function<String, BatchCalls.Answer>> operations = new LinkedHashMap<>();

    /** Takes a table, and what finds faults in the answer of an operation. */
    StateTable(String table, BiFunction<String, BatchCalls.Answer, List<String>> faults) {
        this.table = table;
        this.faults = faults;
    }

    /** Reads which operations a table is about. */
    static List<String> operations(String table) {
        List<String> cells = cells(table.lines().findFirst().orElseThrow());
        return cells.subList(1, cells.size());
    }

    /** Says how an operation is called on a resource. */
    StateTable operation(String name, Function<String, BatchCalls.Answer> call) {
        operations.put(name, call);
        return this;
    }

    /** What the table needs to know of a kind of resource. */
    interface Kind {

        /** Makes a resource that is in a state, and answers its path. */
        String make(String state);

        /** Answers the state of a resource, {@code gone} when it is not there any more. */
        String state(String path);

        /** Lets some time pass. */
        void wait(String path);
    }

    /** Calls each operation in each state and answers the cells that come out otherwise than written. */
    List<String> run(Kind kind) {
        List<String> wrong = new ArrayList<>();
        List<String> lines = table.lines().filter(line -> !line.isBlank()).toList();
        List<String> columns = cells(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = cells(line);
            for (int i = 1; i < columns.size(); i++) {
                String path = kind.make(row.get(0));
                String before = kind.state(path);
                if (!before.equals(row.get(0).replaceAll("[ (].*", ""))) {
                    wrong.add(row.get(0) + " cannot be made; it is " + before);
                    continue;
                }
                BatchCalls.Answer answer = call(columns.get(i)).apply(path);
                wrong.addAll(faults.apply(columns.get(i), answer));
                String outcome = outcome(kind, path, answer, row.get(i).split(" ", -1).length);
                if (!outcome.equals(row.get(i))) {
                    wrong.add(row.get(0) + " x " + columns.get(i) + ": wanted '" + row.get(i) + "', got '" + outcome
                            + "'");
                }
            }
        }
        return wrong;
    }

    private Function<String, BatchCalls.Answer> call(String operation) {
        return Objects.requireNonNull(operations.get(operation), "no operation " + operation);
    }

    private static String outcome(Kind kind, String path, BatchCalls.Answer answer, int words) {
        if (answer.status() >= 400) {
            return (answer.status() + " " + answer.code()).strip();
        }
        StringBuilder outcome = new StringBuilder().append(answer.status());
        if (words > 1) {
            outcome.append(' ').append(kind.state(path));
        }
        if (words > 2) {
            kind.wait(path);
            outcome.append(' ').append(kind.state(path));
        }
        return outcome.toString();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.strip().split("\\|", -1)) {
            cells.add(cell.strip());
        }
        return cells.subList(1, cells.size() - 1);
    }
}
