package io.github.latchkey.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.bench.process.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Each contender in a process of its own, all alive at the same time and only one at work. A round asks every contender
 * once, in an order of its own, so that whatever else the machine does meets all of them.
 */
final class ClientRounds implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private final Duration patience;
    private final Map<Peer, Child> clients = new EnumMap<>(Peer.class);
    private final Random order = new Random(1);

    /**
     * Starts all processes.
     *
     * @param site where they are sent
     * @param peers who takes part
     * @param tasks how long lists of tasks are
     * @param options options for their JVMs
     * @param patience how long one contender may take for its turn
     */
    ClientRounds(CannedSite site, List<Peer> peers, int tasks, List<String> options, Duration patience) {
        this.patience = patience;
        for (Peer peer : peers) {
            clients.put(
                    peer,
                    Child.of(ClientProcess.class)
                            .options(options)
                            .options(site.clientOptions())
                            .arguments(peer.name(), site.url(), CONNECTIONS, tasks)
                            .start());
        }
    }

    /** Asks every contender once and returns what each said. */
    Map<Peer, JsonNode> round(String verb, Scenario scenario, int requests) throws InterruptedException {
        List<Map.Entry<Peer, Child>> shuffled = new ArrayList<>(clients.entrySet());
        Collections.shuffle(shuffled, order);
        Map<Peer, JsonNode> said = new EnumMap<>(Peer.class);
        for (Map.Entry<Peer, Child> client : shuffled) {
            said.put(client.getKey(), client.getValue().ask(verb + " " + scenario.name() + " " + requests, patience));
        }
        return said;
    }

    @Override
    public void close() {
        clients.values().forEach(Child::close);
    }
}
