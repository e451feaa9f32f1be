package io.github.latchkey.bench.client;

import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Where a contender is sent, and what all of them share.
 *
 * @param url the server
 * @param connections how many connections there are, which is also how many requests are under way at a time
 * @param tasks how long the lists of tasks are
 */
record Site(String url, int connections, int tasks) {

    /** The length of an Entra ID token for an application, about 1.5 kB. */
    static final String TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." + "a".repeat(1_100) + "." + "b".repeat(342);

    static final String AUTHORIZATION = "Bearer " + TOKEN;

    /** reactor-netty as it comes, but for the number of connections. */
    HttpClient http() {
        return HttpClient.create(ConnectionProvider.builder("contender")
                .maxConnections(connections)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ofMinutes(1))
                .build());
    }

    /** How many of these requests are under way at a time; a long list is read or added alone. */
    int concurrency(Scenario scenario) {
        return scenario == Scenario.STREAM || scenario == Scenario.BULK_ADD ? 1 : connections;
    }

    String jobsPath() {
        return "/jobs?api-version=" + Canned.API_VERSION;
    }

    String jobPath() {
        return "/jobs/scene-0007?api-version=" + Canned.API_VERSION;
    }

    String addPath() {
        return "/jobs/scene/addtaskcollection?api-version=" + Canned.API_VERSION;
    }

    /** The job whose list of tasks has the wanted length. */
    String listJob() {
        return "list-" + tasks;
    }

    String tasksPath() {
        return "/jobs/" + listJob() + "/tasks?api-version=" + Canned.API_VERSION;
    }
}
