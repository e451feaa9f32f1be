package io.github.latchkey.bench.client;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A contender that answers with publishers. */
abstract class ReactiveContender implements Contender {

    final Site site;

    ReactiveContender(Site site) {
        this.site = site;
    }

    @Override
    public final long run(Scenario scenario, int requests) {
        return Flux.range(0, requests)
                .flatMap(i -> call(scenario), site.concurrency(scenario))
                .reduce(0L, Long::sum)
                .blockOptional()
                .orElseThrow();
    }

    private Mono<Long> call(Scenario scenario) {
        return switch (scenario) {
            case LIST_PAGE -> listPage();
            case ADD_COLLECTION -> addCollection();
            case GET -> get();
            case STREAM -> stream();
            case BULK_ADD -> bulkAdd();
        };
    }

    /** Lists one page of jobs; says how many came. */
    abstract Mono<Long> listPage();

    /** Adds 100 tasks; says how many were added. */
    abstract Mono<Long> addCollection();

    /** Gets one job; says 1. */
    abstract Mono<Long> get();

    /** Lists tasks to the end; says how many came. */
    abstract Mono<Long> stream();

    /** Adds so many tasks; says how many were added. */
    Mono<Long> bulkAdd() {
        return Mono.error(new UnsupportedOperationException("a user would have to write it"));
    }

    @Override
    public void close() {
        // connections end with the process
    }
}
