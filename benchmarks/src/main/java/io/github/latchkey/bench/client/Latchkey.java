package io.github.latchkey.bench.client;

import io.github.latchkey.auth.AccessToken;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.TokenRequest;
import io.github.latchkey.auth.reactive.TokenProvider;
import io.github.latchkey.batch.BatchClient;
import io.github.latchkey.batch.task.TaskAddOutcome.Status;
import io.github.latchkey.batch.task.TaskCreate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** This project's client as it comes: deadline, retry, stall detection, typed errors and all. */
final class Latchkey extends ReactiveContender {

    private final TokenProvider tokens;
    private final BatchClient client;
    private final List<TaskCreate> tasks = Tasks.latchkey();

    Latchkey(Site site) {
        super(site);
        AccessToken token = AccessToken.builder(
                        Site.TOKEN, Instant.now(), Instant.now().plusSeconds(86_400))
                .build();
        this.tokens = TokenProvider.builder(
                        request -> CompletableFuture.completedFuture(token),
                        TokenRequest.forScopes(Cloud.PUBLIC.batchScope()))
                .build();
        this.client = BatchClient.builder()
                .accountUrl(site.url())
                .tokenProvider(tokens)
                .httpClient(site.http())
                .build();
    }

    @Override
    Mono<Long> listPage() {
        return client.jobs().list().count();
    }

    @Override
    Mono<Long> addCollection() {
        return client.tasks("scene")
                .addAll(Flux.fromIterable(tasks))
                .filter(outcome -> outcome.status() == Status.ADDED)
                .count();
    }

    @Override
    Mono<Long> get() {
        return client.jobs().get("scene-0007").map(job -> job.id() == null ? 0L : 1L);
    }

    @Override
    Mono<Long> stream() {
        return client.tasks(site.listJob()).list().count();
    }

    @Override
    Mono<Long> bulkAdd() {
        // Ids come again, but not within a collection, which is all that the server's canned answer knows.
        return client.tasks("scene")
                .addAll(Flux.range(0, site.tasks()).map(i -> Tasks.latchkey(i % Canned.PAGE)))
                .filter(outcome -> outcome.status() == Status.ADDED)
                .count();
    }

    @Override
    public void close() {
        client.close().block();
        tokens.dispose();
    }
}
