package io.github.latchkey.testkit.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The signing keys of one fake: some are published, and the newest of them signs. */
final class KeyRing {

    /** The keys that were needed so far, by number; published are all from the oldest to the newest. */
    private final List<SigningKey> keys = new ArrayList<>();

    private int oldest;
    private int newest;

    synchronized SigningKey signing() {
        return key(newest);
    }

    synchronized List<SigningKey> published() {
        return IntStream.rangeClosed(oldest, newest).mapToObj(this::key).toList();
    }

    private SigningKey key(int number) {
        while (keys.size() <= number) {
            keys.add(SigningKey.certified(keys.size()));
        }
        return keys.get(number);
    }

    Optional<SigningKey> published(String id) {
        return published().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Publishes one more key, which signs from now on. */
    synchronized void rollOver() {
        newest++;
    }

    /** Publishes only the key that signs. */
    synchronized void retireOld() {
        oldest = newest;
    }
}
