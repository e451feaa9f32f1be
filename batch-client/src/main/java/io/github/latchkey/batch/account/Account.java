package io.github.latchkey.batch.account;

import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;

/** The account itself: what images it can run and how many nodes it has. */
public final class Account {

    private final Pipeline pipeline;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     */
    public Account(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Lists the images that the service supports, with the node agents that fit them.
     *
     * @return a cold list
     */
    public PagedFlux<ImageInformation> supportedImages() {
        return supportedImages(ListOptions.defaults());
    }

    /**
     * Lists the images that the service supports, with the node agents that fit them.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<ImageInformation> supportedImages(ListOptions options) {
        return pipeline.list(Call.of(Operation.ACCOUNT_LIST_SUPPORTED_IMAGES), options, ImageInformation.class);
    }

    /**
     * Lists the pools with their nodes counted by state. The numbers may lag behind the lists of nodes.
     *
     * @return a cold list
     */
    public PagedFlux<PoolNodeCounts> nodeCounts() {
        return nodeCounts(ListOptions.defaults());
    }

    /**
     * Lists the pools with their nodes counted by state. The numbers may lag behind the lists of nodes.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<PoolNodeCounts> nodeCounts(ListOptions options) {
        return pipeline.list(Call.of(Operation.ACCOUNT_LIST_POOL_NODE_COUNTS), options, PoolNodeCounts.class);
    }
}
