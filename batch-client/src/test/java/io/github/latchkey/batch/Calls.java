package io.github.latchkey.batch;

import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.json.Models;
import io.github.latchkey.batch.model.OpenEnum;
import io.github.latchkey.batch.task.BulkOptions;
import io.github.latchkey.batch.task.TaskAddOutcome;
import io.github.latchkey.batch.task.TaskAddResult;
import io.github.latchkey.batch.task.TaskAddStatus;
import io.github.latchkey.batch.task.TaskCreate;
import io.github.latchkey.batch.task.TaskCreateBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes the Java call of any operation, as the table of operations names it, with everything set that can be. */
@NullUnmarked // calls by reflection
final class Calls {

    static final String TASK_ID = "id-1";

    private static final Pattern STEP = Pattern.compile("(\\w+)\\(([^)]*)\\)");

    private Calls() {}

    static Operation operation(String id) {
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no operation " + id));
    }

    /** The method that the table names, without its options. */
    static Method method(Operation operation) {
        List<String[]> steps = steps(operation);
        Class<?> type = BatchClient.class;
        for (String[] step : steps.subList(0, steps.size() - 1)) {
            type = find(type, step[0], step[1].isEmpty() ? 0 : step[1].split(",").length, null)
                    .getReturnType();
        }
        String[] last = steps.get(steps.size() - 1);
        return find(type, last[0], last[1].isEmpty() ? 0 : last[1].split(",").length, last[1]);
    }

    /** Calls it with all options and waits for the result: a list for a list, else one value. */
    static Object invoke(BatchClient client, Operation operation) {
        return invoke(client, operation, conditions(operation).get(0));
    }

    /** The conditions that a call can have, none if it can have none. */
    static List<Conditions> conditions(Operation operation) {
        Conditions since = Conditions.ifModifiedSince(Instant.EPOCH);
        Conditions unmodified = Conditions.ifUnmodifiedSince(Instant.EPOCH);
        return switch (operation.conditions()) {
            case NONE -> List.of(Conditions.none());
            case TIME -> List.of(since, unmodified);
            case ALL -> List.of(Conditions.ifMatch("0x1"), Conditions.ifNoneMatch("0x1"), since, unmodified);
        };
    }

    /** The model that a call takes as its body, if it takes one. */
    static Optional<Class<?>> bodyType(Operation operation) {
        return Arrays.<Class<?>>stream(method(operation).getParameterTypes())
                .filter(type -> type.isRecord() && type != ByteRange.class)
                .findFirst();
    }

    /** Calls it with one of its conditions. */
    static Object invoke(BatchClient client, Operation operation, Conditions conditions) {
        return invoke(client, operation, conditions, ServiceVersion.V2024_02_01);
    }

    /** Calls it with a body that a version knows. */
    static Object invoke(BatchClient client, Operation operation, Conditions conditions, ServiceVersion version) {
        List<String[]> steps = steps(operation);
        Object on = client;
        try {
            for (String[] step : steps.subList(0, steps.size() - 1)) {
                Object[] ids = step[1].isEmpty()
                        ? new Object[0]
                        : Arrays.stream(step[1].split(",")).map(String::strip).toArray();
                on = find(on.getClass(), step[0], ids.length, null).invoke(on, ids);
            }
            Method method = withOptions(method(operation), operation);
            List<Object> arguments = new ArrayList<>();
            for (Class<?> type : method.getParameterTypes()) {
                arguments.add(argument(type, operation, conditions, version));
            }
            return await(method.invoke(on, arguments.toArray()), operation);
        } catch (InvocationTargetException e) {
            throw new AssertionError(operation.id() + " refused", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Object await(Object result, Operation operation) {
        Duration most = Duration.ofSeconds(20);
        if (result instanceof Mono<?> mono) {
            return mono.block(most);
        }
        return operation == Operation.TASK_ADD_COLLECTION
                ? ((Flux<?>) result).single().map(Calls::asResult).block(most)
                : ((Flux<?>) result).collectList().block(most);
    }

    /** Puts an outcome back into the form that the service sent it in. */
    private static Object asResult(Object outcome) {
        TaskAddOutcome task = (TaskAddOutcome) outcome;
        return List.of(new TaskAddResult(
                TaskAddStatus.SUCCESS, task.taskId(), task.eTag(), task.lastModified(), task.location(), task.error()));
    }

    private static Method withOptions(Method plain, Operation operation) {
        return Arrays.stream(plain.getDeclaringClass().getMethods())
                .filter(method -> method.getName().equals(plain.getName()))
                .filter(method -> startsWith(method.getParameterTypes(), plain.getParameterTypes()))
                .filter(method -> operation.id().startsWith("Job_Terminate")
                        ? Arrays.asList(method.getParameterTypes()).contains(String.class)
                                && method.getParameterCount() == 3
                        : true)
                .max((a, b) -> a.getParameterCount() - b.getParameterCount())
                .orElseThrow();
    }

    private static boolean startsWith(Class<?>[] longer, Class<?>[] shorter) {
        return longer.length >= shorter.length && Arrays.equals(Arrays.copyOf(longer, shorter.length), shorter);
    }

    private static Object argument(Class<?> type, Operation operation, Conditions conditions, ServiceVersion version) {
        if (type == RequestOptions.class) {
            return requestOptions(operation, conditions);
        }
        if (type == ListOptions.class) {
            return listOptions(operation);
        }
        if (type == ByteRange.class) {
            return ByteRange.of(0, 9999);
        }
        if (type == String.class) {
            return "text-1";
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == Instant.class) {
            return Instant.EPOCH;
        }
        if (type == Publisher.class) {
            TaskCreate task = Models.full(TaskCreate.class, version.value());
            return Flux.just(TaskCreateBuilder.builder(task).id(TASK_ID).build());
        }
        if (type == BulkOptions.class) {
            return BulkOptions.builder().serverTimeout(Duration.ofMinutes(2)).build();
        }
        if (OpenEnum.class.isAssignableFrom(type)) {
            try {
                return ((List<?>) type.getMethod("values").invoke(null)).get(0);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        return Models.full(type, version.value());
    }

    private static RequestOptions requestOptions(Operation operation, Conditions conditions) {
        RequestOptions.Builder builder =
                RequestOptions.builder().serverTimeout(Duration.ofSeconds(30)).conditions(conditions);
        if (operation.takes(Operation.Option.SELECT)) {
            builder.select("id", "state");
        }
        if (operation.takes(Operation.Option.EXPAND)) {
            builder.expand("stats");
        }
        return builder.build();
    }

    private static ListOptions listOptions(Operation operation) {
        ListOptions.Builder builder = ListOptions.builder().serverTimeout(Duration.ofSeconds(30));
        if (operation.takes(Operation.Option.FILTER)) {
            builder.filter(Filter.where("state").eq("active"));
        }
        if (operation.takes(Operation.Option.SELECT)) {
            builder.select("id", "state");
        }
        if (operation.takes(Operation.Option.EXPAND)) {
            builder.expand("stats");
        }
        if (operation.takes(Operation.Option.MAX_RESULTS)) {
            builder.maxResults(10);
        }
        return builder.build();
    }

    private static List<String[]> steps(Operation operation) {
        List<String[]> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(operation.call());
        while (matcher.find()) {
            steps.add(new String[] {matcher.group(1), matcher.group(2)});
        }
        return steps;
    }

    private static Method find(Class<?> type, String name, int parameters, String types) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .filter(method -> types == null
                        || types.equals(Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .reduce((a, b) -> a + ", " + b)
                                .orElse("")))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no method " + type.getSimpleName() + "." + name + "(" + types + ")"));
    }
}
