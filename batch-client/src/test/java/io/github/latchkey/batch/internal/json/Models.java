package io.github.latchkey.batch.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.latchkey.batch.BatchLimits;
import io.github.latchkey.batch.model.NodeCommunicationMode;
import io.github.latchkey.batch.model.OpenEnum;
import io.github.latchkey.batch.model.ProtectedSettings;
import io.github.latchkey.batch.model.Required;
import io.github.latchkey.batch.model.Secret;
import io.github.latchkey.batch.model.SignedUrl;
import io.github.latchkey.batch.model.Versions;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Makes models for tests, every component of them, and writes them without the checks on requests. */
@NullUnmarked // fills records by reflection
public final class Models {

    /** Records that do not travel. */
    private static final Set<String> OURS = Set.of(
            "BulkSummary",
            "ByteRange",
            "ErrorAnswer",
            "JobProgress",
            "Page",
            "Receipt",
            "RemoteFile",
            "TaskAddOutcome");

    private final Random random;
    private final double absent;
    private final String version;

    private Models(Random random, double absent, String version) {
        this.random = random;
        this.absent = absent;
        this.version = version;
    }

    /** Every model of the service, requests, answers and their parts. */
    public static List<Class<?>> all() {
        try {
            Path classes = Path.of(Json.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(classes.resolve("io/github/latchkey/batch"))) {
                return files.map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
                        .filter(name -> name.endsWith(".class") && !name.contains(".internal.") && !name.contains("$"))
                        .sorted()
                        .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                        .filter(type -> type.isRecord() && !OURS.contains(type.getSimpleName()))
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The model of that name. */
    public static Class<?> named(String simpleName) {
        return all().stream()
                .filter(type -> type.getSimpleName().equals(simpleName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no model " + simpleName));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Models.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new LinkageError(name, e);
        }
    }

    /** Everything set that a service version knows. */
    public static <T> T full(Class<T> type, String version) {
        return type.cast(new Models(new Random(7), 0, version).value(type, type.getSimpleName()));
    }

    /** Set are a member, what a version knows of it, and what is required. */
    public static <T> T only(Class<T> type, String member, String version) {
        Models full = new Models(new Random(7), 0, version);
        return type.cast(full.record(type, component -> component.getName().equals(member) || !isOptional(component)));
    }

    /** Anything set or not. */
    public static <T> T random(Class<T> type, long seed) {
        return type.cast(new Models(new Random(seed), 0.4, "").value(type, type.getSimpleName()));
    }

    public static byte[] write(Object model) {
        try {
            return Json.unchecked().writeValueAsBytes(model);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    public static <T> T read(byte[] json, Class<T> type) {
        return Json.read(json, type);
    }

    private @Nullable Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Map.class) {
                return Map.of("k" + random.nextInt(9), text());
            }
            int size = absent == 0 ? 1 : random.nextInt(3);
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(value(generic.getActualTypeArguments()[0], name));
            }
            return list;
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return record(raw);
        }
        if (OpenEnum.class.isAssignableFrom(raw)) {
            return constant(raw);
        }
        if (raw == String.class) {
            return name.equals("id") ? "id-" + random.nextInt(1000) : text();
        }
        if (raw == int.class || raw == Integer.class) {
            return 5 + random.nextInt(95); // within every range of the service
        }
        if (raw == long.class || raw == Long.class) {
            return random.nextLong();
        }
        if (raw == double.class || raw == Double.class) {
            return random.nextInt(1000) + 0.5;
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return random.nextBoolean();
        }
        if (raw == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(10_000_000) * 100L);
        }
        if (raw == Duration.class) {
            return random.nextInt(4) == 0
                    ? BatchLimits.NO_LIMIT
                    : Duration.ofSeconds(300 + random.nextInt(500_000), random.nextInt(10_000_000) * 100L);
        }
        if (raw == Secret.class) {
            return Secret.of(text());
        }
        if (raw == SignedUrl.class) {
            return SignedUrl.of("https://a.blob.core.windows.net/c?sig=" + random.nextInt(99));
        }
        if (raw == ProtectedSettings.class) {
            return ProtectedSettings.of(Map.of("password", text()));
        }
        if (raw == Object.class) {
            return Map.of("n", random.nextInt(9), "list", List.of(true, "x"));
        }
        throw new AssertionError("no value for " + type);
    }

    private Object record(Class<?> type) {
        return record(type, component -> !(isOptional(component) && random.nextDouble() < absent) && known(component));
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getAccessor().getAnnotatedReturnType().isAnnotationPresent(Nullable.class)
                && !component.getAccessor().isAnnotationPresent(Required.class);
    }

    private Object record(Class<?> type, Predicate<RecordComponent> set) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            types[i] = component.getType();
            values[i] = set.test(component) ? value(component.getGenericType(), component.getName()) : null;
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new AssertionError(type + " refused its sample", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private boolean known(RecordComponent component) {
        Versions versions = component.getAccessor().getAnnotation(Versions.class);
        return version.isEmpty()
                || versions == null
                || (version.compareTo(versions.from()) >= 0
                        && (versions.until().isEmpty() || version.compareTo(versions.until()) < 0));
    }

    private Object constant(Class<?> type) {
        try {
            Method values = type.getMethod("values");
            List<?> all = (List<?>) values.invoke(null);
            if (type == NodeCommunicationMode.class && absent > 0 && random.nextInt(4) == 0) {
                return NodeCommunicationMode.UNDECIDED; // null on the wire, hence not among the values
            }
            if (absent > 0 && random.nextInt(5) == 0) {
                return type.getMethod("of", String.class).invoke(null, "novelty" + random.nextInt(9));
            }
            return all.get(absent == 0 ? 0 : random.nextInt(all.size()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private String text() {
        String[] samples = {"plain", "with \"quotes\" and \\", "ümläut 漢字 🎉", "line\nbreak\ttab", ""};
        return samples[absent == 0 ? 0 : random.nextInt(samples.length)] + random.nextInt(100);
    }
}
