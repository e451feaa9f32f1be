package io.github.latchkey.batch.application;

import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import reactor.core.publisher.Mono;

/** The applications of the account. They are added through the management API. */
public final class Applications {

    private final Pipeline pipeline;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     */
    public Applications(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Reads an application.
     *
     * @param applicationId the application's id
     * @return a cold {@code Mono} of the application
     */
    public Mono<Application> get(String applicationId) {
        return get(applicationId, RequestOptions.defaults());
    }

    /**
     * Reads an application.
     *
     * @param applicationId the application's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the application
     */
    public Mono<Application> get(String applicationId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.APPLICATION_GET, Checks.segment("applicationId", applicationId))
                        .with(options),
                Application.class);
    }

    /**
     * Lists the applications that have a package.
     *
     * @return a cold list
     */
    public PagedFlux<Application> list() {
        return list(ListOptions.defaults());
    }

    /**
     * Lists the applications that have a package.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<Application> list(ListOptions options) {
        return pipeline.list(Call.of(Operation.APPLICATION_LIST), options, Application.class);
    }
}
