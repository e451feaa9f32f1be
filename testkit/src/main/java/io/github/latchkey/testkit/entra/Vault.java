package io.github.latchkey.testkit.entra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps what stands behind the opaque texts that have been handed out. Bounded: the oldest make room for new ones. */
final class Vault<T> {

    private static final int CAPACITY = 100_000;

    private final Map<String, T> content = new LinkedHashMap<>();

    synchronized void put(String handle, T value) {
        content.put(handle, value);
        if (content.size() > CAPACITY) {
            content.remove(content.keySet().iterator().next());
        }
    }

    synchronized Optional<T> get(String handle) {
        return Optional.ofNullable(content.get(handle));
    }

    synchronized Optional<T> find(Predicate<T> wanted) {
        return content.values().stream().filter(wanted).findFirst();
    }

    synchronized List<T> values() {
        return List.copyOf(content.values());
    }

    synchronized void clear() {
        content.clear();
    }

    synchronized void remove(String handle) {
        content.remove(handle);
    }
}
