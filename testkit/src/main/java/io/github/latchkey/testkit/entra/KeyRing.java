package io.github.latchkey.testkit.entra;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The signing keys of one fake: some are published, and the newest of them signs. */
final class KeyRing {

    /** Numbers of shared keys: published are all from the oldest to the newest. */
    private int oldest;

    private int newest;

    synchronized SigningKey signing() {
        return SigningKey.shared(newest);
    }

    synchronized List<SigningKey> published() {
        return IntStream.rangeClosed(oldest, newest)
                .mapToObj(SigningKey::shared)
                .toList();
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
