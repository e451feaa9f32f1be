package io.github.latchkey.bench.client;

import io.github.latchkey.bench.process.Lines;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One contender in a process of its own. Each line on its input is {@code run SCENARIO REQUESTS}, answered with what
 * the requests used, or {@code profile SCENARIO REQUESTS}, answered with where the CPU time went.
 */
public final class ClientProcess {

    private ClientProcess() {}

    /**
     * Runs until its input ends.
     *
     * @param args the peer, the server's URL, the number of connections, the length of the lists of tasks
     */
    public static void main(String[] args) throws Exception {
        Site site = new Site(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        try (Contender contender = Peer.valueOf(args[0]).start(site)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line;
            while ((line = in.readLine()) != null) {
                String[] words = line.split(" ", -1);
                Scenario scenario = Scenario.valueOf(words[1]);
                int requests = Integer.parseInt(words[2]);
                if (words[0].equals("profile")) {
                    Map<String, Double> shares = Profile.of(() -> run(contender, site, scenario, requests));
                    Lines.say("shares", shares);
                } else {
                    Usage before = Usage.now();
                    run(contender, site, scenario, requests);
                    Usage after = Usage.now();
                    Lines.say(
                            "requests",
                            requests,
                            "cpuNanos",
                            after.cpuNanos() - before.cpuNanos(),
                            "wallNanos",
                            after.nanoTime() - before.nanoTime(),
                            "bytes",
                            after.bytesSince(before),
                            "threadsEnded",
                            after.threadsEndedSince(before));
                }
            }
        }
        System.exit(0); // the peers leave threads behind
    }

    private static void run(Contender contender, Site site, Scenario scenario, int requests) throws Exception {
        long elements = contender.run(scenario, requests);
        long expected = (long) requests * scenario.elements(site.tasks());
        if (elements != expected) {
            throw new IllegalStateException(elements + " elements came where " + expected + " were expected");
        }
    }
}
