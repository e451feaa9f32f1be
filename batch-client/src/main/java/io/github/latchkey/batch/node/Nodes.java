package io.github.latchkey.batch.node;

import io.github.latchkey.auth.InvalidOptionException;
import io.github.latchkey.batch.BatchWaitException;
import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Polling;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.PoolGrowth;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Decoders;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import io.github.latchkey.batch.internal.http.Polls;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The nodes of a pool. */
public final class Nodes {

    private final Pipeline pipeline;
    private final String poolId;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     * @param poolId the pool's id
     */
    public Nodes(Pipeline pipeline, String poolId) {
        this.pipeline = pipeline;
        this.poolId = Checks.id("poolId", poolId);
    }

    /**
     * Reads a node.
     *
     * @param nodeId the node's id
     * @return a cold {@code Mono} of the node
     */
    public Mono<ComputeNode> get(String nodeId) {
        return get(nodeId, RequestOptions.defaults());
    }

    /**
     * Reads a node.
     *
     * @param nodeId the node's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the node
     */
    public Mono<ComputeNode> get(String nodeId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.COMPUTE_NODE_GET, poolId, Checks.segment("nodeId", nodeId))
                        .with(options),
                ComputeNode.class);
    }

    /**
     * Lists the nodes of the pool.
     *
     * @return a cold list
     */
    public PagedFlux<ComputeNode> list() {
        return list(ListOptions.defaults());
    }

    /**
     * Lists the nodes of the pool.
     *
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<ComputeNode> list(ListOptions options) {
        return pipeline.list(Call.of(Operation.COMPUTE_NODE_LIST, poolId), options, ComputeNode.class);
    }

    /**
     * Adds an account to a node. The node must be idle or running.
     *
     * @param nodeId the node's id
     * @param user the account
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> addUser(String nodeId, ComputeNodeUser user) {
        return addUser(nodeId, user, RequestOptions.defaults());
    }

    /**
     * Adds an account to a node. The node must be idle or running.
     *
     * @param nodeId the node's id
     * @param user the account
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> addUser(String nodeId, ComputeNodeUser user, RequestOptions options) {
        return pipeline.change(Call.of(Operation.COMPUTE_NODE_ADD_USER, poolId, Checks.segment("nodeId", nodeId))
                .body(user)
                .with(options));
    }

    /**
     * Replaces an account's password, key and expiry: what is left out is reset.
     *
     * @param nodeId the node's id
     * @param userName the account's name
     * @param update the new properties
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> updateUser(String nodeId, String userName, ComputeNodeUserUpdate update) {
        return updateUser(nodeId, userName, update, RequestOptions.defaults());
    }

    /**
     * Replaces an account's password, key and expiry: what is left out is reset.
     *
     * @param nodeId the node's id
     * @param userName the account's name
     * @param update the new properties
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> updateUser(
            String nodeId, String userName, ComputeNodeUserUpdate update, RequestOptions options) {
        return pipeline.change(Call.of(
                        Operation.COMPUTE_NODE_UPDATE_USER,
                        poolId,
                        Checks.segment("nodeId", nodeId),
                        Checks.segment("userName", userName))
                .body(update)
                .with(options));
    }

    /**
     * Deletes an account.
     *
     * @param nodeId the node's id
     * @param userName the account's name
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> deleteUser(String nodeId, String userName) {
        return deleteUser(nodeId, userName, RequestOptions.defaults());
    }

    /**
     * Deletes an account.
     *
     * @param nodeId the node's id
     * @param userName the account's name
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> deleteUser(String nodeId, String userName, RequestOptions options) {
        return pipeline.change(Call.of(
                        Operation.COMPUTE_NODE_DELETE_USER,
                        poolId,
                        Checks.segment("nodeId", nodeId),
                        Checks.segment("userName", userName))
                .with(options));
    }

    /**
     * Starts to reboot a node. Never repeated after a lost answer.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> reboot(String nodeId, @Nullable ComputeNodeRebootOption option) {
        return reboot(nodeId, option, RequestOptions.defaults());
    }

    /**
     * Starts to reboot a node. Never repeated after a lost answer.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> reboot(String nodeId, @Nullable ComputeNodeRebootOption option, RequestOptions options) {
        return pipeline.change(Call.of(Operation.COMPUTE_NODE_REBOOT, poolId, Checks.segment("nodeId", nodeId))
                .body(option == null ? null : new NodeReboot(option))
                .with(options));
    }

    /**
     * Starts to reinstall a node's operating system; for cloud service pools only. Never repeated after a lost answer.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> reimage(String nodeId, @Nullable ComputeNodeReimageOption option) {
        return reimage(nodeId, option, RequestOptions.defaults());
    }

    /**
     * Starts to reinstall a node's operating system; for cloud service pools only. Never repeated after a lost answer.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> reimage(String nodeId, @Nullable ComputeNodeReimageOption option, RequestOptions options) {
        return pipeline.change(Call.of(Operation.COMPUTE_NODE_REIMAGE, poolId, Checks.segment("nodeId", nodeId))
                .body(option == null ? null : new NodeReimage(option))
                .with(options));
    }

    /**
     * Starts a deallocated node. Since service version 2024-07-01.20.0.
     *
     * @param nodeId the node's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> start(String nodeId) {
        return start(nodeId, RequestOptions.defaults());
    }

    /**
     * Starts a deallocated node. Since service version 2024-07-01.20.0.
     *
     * @param nodeId the node's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> start(String nodeId, RequestOptions options) {
        return pipeline.change(Call.of(Operation.COMPUTE_NODE_START, poolId, Checks.segment("nodeId", nodeId))
                .with(options));
    }

    /**
     * Starts to deallocate a node, which then costs no computing time. Since service version 2024-07-01.20.0.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> deallocate(String nodeId, @Nullable ComputeNodeDeallocateOption option) {
        return deallocate(nodeId, option, RequestOptions.defaults());
    }

    /**
     * Starts to deallocate a node, which then costs no computing time. Since service version 2024-07-01.20.0.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> deallocate(
            String nodeId, @Nullable ComputeNodeDeallocateOption option, RequestOptions options) {
        return pipeline.change(Call.of(Operation.COMPUTE_NODE_DEALLOCATE, poolId, Checks.segment("nodeId", nodeId))
                .body(option == null ? null : new NodeDeallocate(option))
                .with(options));
    }

    /**
     * Lets a node take tasks again.
     *
     * @param nodeId the node's id
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enableScheduling(String nodeId) {
        return enableScheduling(nodeId, RequestOptions.defaults());
    }

    /**
     * Lets a node take tasks again.
     *
     * @param nodeId the node's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> enableScheduling(String nodeId, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.COMPUTE_NODE_ENABLE_SCHEDULING, poolId, Checks.segment("nodeId", nodeId))
                        .with(options));
    }

    /**
     * Lets a node take no more tasks.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disableScheduling(String nodeId, @Nullable DisableComputeNodeSchedulingOption option) {
        return disableScheduling(nodeId, option, RequestOptions.defaults());
    }

    /**
     * Lets a node take no more tasks.
     *
     * @param nodeId the node's id
     * @param option what becomes of its tasks; {@code null} to requeue them
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     */
    public Mono<Receipt> disableScheduling(
            String nodeId, @Nullable DisableComputeNodeSchedulingOption option, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.COMPUTE_NODE_DISABLE_SCHEDULING, poolId, Checks.segment("nodeId", nodeId))
                        .body(option == null ? null : new NodeDisableScheduling(option))
                        .with(options));
    }

    /**
     * Tells where to log in to a node.
     *
     * @param nodeId the node's id
     * @return a cold {@code Mono} of address and port
     */
    public Mono<RemoteLoginSettings> remoteLoginSettings(String nodeId) {
        return remoteLoginSettings(nodeId, RequestOptions.defaults());
    }

    /**
     * Tells where to log in to a node.
     *
     * @param nodeId the node's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of address and port
     */
    public Mono<RemoteLoginSettings> remoteLoginSettings(String nodeId, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.COMPUTE_NODE_GET_REMOTE_LOGIN_SETTINGS, poolId, Checks.segment("nodeId", nodeId))
                        .with(options),
                RemoteLoginSettings.class);
    }

    /**
     * Reads the Remote Desktop file of a Windows node.
     *
     * @param nodeId the node's id
     * @return a cold {@code Mono} of the file
     * @deprecated dropped in service version 2024-07-01.20.0; use {@code remoteLoginSettings}
     */
    @Deprecated
    public Mono<byte[]> remoteDesktop(String nodeId) {
        return remoteDesktop(nodeId, RequestOptions.defaults());
    }

    /**
     * Reads the Remote Desktop file of a Windows node.
     *
     * @param nodeId the node's id
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the file
     * @deprecated dropped in service version 2024-07-01.20.0; use {@code remoteLoginSettings}
     */
    @Deprecated
    public Mono<byte[]> remoteDesktop(String nodeId, RequestOptions options) {
        return pipeline.single(
                Call.of(Operation.COMPUTE_NODE_GET_REMOTE_DESKTOP, poolId, Checks.segment("nodeId", nodeId))
                        .with(options),
                Decoders.BYTES);
    }

    /**
     * Lets a node upload the logs of the service's own programs, for support. Never repeated after a lost answer.
     *
     * @param nodeId the node's id
     * @param upload which logs and where to
     * @return a cold {@code Mono} of what is being uploaded
     */
    public Mono<UploadBatchServiceLogsResult> uploadLogs(String nodeId, UploadBatchServiceLogsConfiguration upload) {
        return uploadLogs(nodeId, upload, RequestOptions.defaults());
    }

    /**
     * Lets a node upload the logs of the service's own programs, for support. Never repeated after a lost answer.
     *
     * @param nodeId the node's id
     * @param upload which logs and where to
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of what is being uploaded
     */
    public Mono<UploadBatchServiceLogsResult> uploadLogs(
            String nodeId, UploadBatchServiceLogsConfiguration upload, RequestOptions options) {
        return pipeline.one(
                Call.of(Operation.COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS, poolId, Checks.segment("nodeId", nodeId))
                        .body(upload)
                        .with(options),
                UploadBatchServiceLogsResult.class);
    }

    /**
     * Reads an extension of a node.
     *
     * @param nodeId the node's id
     * @param extensionName the extension's name
     * @return a cold {@code Mono} of the extension
     */
    public Mono<NodeVmExtension> extension(String nodeId, String extensionName) {
        return extension(nodeId, extensionName, RequestOptions.defaults());
    }

    /**
     * Reads an extension of a node.
     *
     * @param nodeId the node's id
     * @param extensionName the extension's name
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the extension
     */
    public Mono<NodeVmExtension> extension(String nodeId, String extensionName, RequestOptions options) {
        return pipeline.one(
                Call.of(
                                Operation.COMPUTE_NODE_EXTENSION_GET,
                                poolId,
                                Checks.segment("nodeId", nodeId),
                                Checks.segment("extensionName", extensionName))
                        .with(options),
                NodeVmExtension.class);
    }

    /**
     * Lists the extensions of a node.
     *
     * @param nodeId the node's id
     * @return a cold list
     */
    public PagedFlux<NodeVmExtension> extensions(String nodeId) {
        return extensions(nodeId, ListOptions.defaults());
    }

    /**
     * Lists the extensions of a node.
     *
     * @param nodeId the node's id
     * @param options what this call sets for itself
     * @return a cold list
     */
    public PagedFlux<NodeVmExtension> extensions(String nodeId, ListOptions options) {
        return pipeline.list(
                Call.of(Operation.COMPUTE_NODE_EXTENSION_LIST, poolId, Checks.segment("nodeId", nodeId)),
                options,
                NodeVmExtension.class);
    }

    /**
     * Waits until a number of nodes can work: they are {@code idle} or {@code running}. A node that is broken is no
     * reason to give up while there may be enough others.
     *
     * @param count how many nodes are needed, at least 1
     * @param polling how often to ask and how long to wait
     * @return a cold {@code Flux} of all nodes of the pool at each question, at the end with enough that can work;
     *     {@link io.github.latchkey.batch.BatchNotFoundException} if the pool goes away; {@link BatchWaitException} if
     *     there will not be enough, since the pool is being deleted, its resize fell short, its autoscale formula could
     *     not be evaluated, or nodes are unusable or their start task failed, with the service's reason
     * @throws io.github.latchkey.auth.InvalidOptionException if the count is less than 1
     */
    public Flux<List<ComputeNode>> awaitReady(int count, Polling polling) {
        return await(count, "nodes", Nodes::isReady, polling);
    }

    /**
     * Waits until a number of nodes are {@code idle}: they run nothing and can take a task at once. A node that is
     * broken is no reason to give up while there may be enough others, and one that is running may become idle.
     *
     * @param count how many nodes are needed, at least 1
     * @param polling how often to ask and how long to wait
     * @return a cold {@code Flux} of all nodes of the pool at each question, at the end with enough that are idle;
     *     fails as {@link #awaitReady(int, Polling)}
     * @throws io.github.latchkey.auth.InvalidOptionException if the count is less than 1
     */
    public Flux<List<ComputeNode>> awaitIdle(int count, Polling polling) {
        return await(count, "idle nodes", Nodes::isIdle, polling);
    }

    private Flux<List<ComputeNode>> await(int count, String what, Predicate<ComputeNode> counts, Polling polling) {
        if (count < 1) {
            throw new InvalidOptionException("count", count, "give at least 1.");
        }
        return Polls.until(
                pipeline,
                polling,
                count + " " + what + " of pool " + poolId,
                list(ListOptions.builder().like(polling.question()).build())
                        .collectList()
                        .flatMap(nodes -> requireEnough(nodes, count, polling)),
                nodes -> nodes.stream().filter(counts).count() >= count);
    }

    private Mono<List<ComputeNode>> requireEnough(List<ComputeNode> nodes, int count, Polling polling) {
        if (nodes.stream().filter(node -> !isLost(node)).count() >= count) {
            return Mono.just(nodes);
        }
        return pipeline.one(
                        Call.of(Operation.POOL_GET, poolId).with(PoolGrowth.question(polling.question())),
                        PoolGrowth.class)
                .flatMap(pool -> {
                    BatchWaitException failure = pool.failure();
                    if (failure == null && pool.isSteady()) {
                        failure = nodes.stream()
                                .filter(Nodes::isBroken)
                                .findFirst()
                                .map(Nodes::failure)
                                .orElse(null);
                    }
                    return failure == null ? Mono.just(nodes) : Mono.error(failure);
                });
    }

    private static boolean isReady(ComputeNode node) {
        return isIdle(node) || ComputeNodeState.RUNNING.equals(node.state());
    }

    private static boolean isIdle(ComputeNode node) {
        return ComputeNodeState.IDLE.equals(node.state());
    }

    private static boolean isBroken(ComputeNode node) {
        return ComputeNodeState.UNUSABLE.equals(node.state())
                || ComputeNodeState.START_TASK_FAILED.equals(node.state());
    }

    private static boolean isLost(ComputeNode node) {
        return isBroken(node) || ComputeNodeState.LEAVING_POOL.equals(node.state());
    }

    private static BatchWaitException failure(ComputeNode node) {
        String code = null;
        String message = "the service gave no reason";
        StartTaskInformation start = node.startTaskInfo();
        if (node.errors() != null && !node.errors().isEmpty()) {
            code = node.errors().get(0).code();
            message = node.errors().get(0).message();
        } else if (start != null && start.failureInfo() != null) {
            code = start.failureInfo().code();
            message = start.failureInfo().message();
        }
        return new BatchWaitException(
                "Node " + node.id() + " is " + node.state() + ": " + (code == null ? "" : code + ", ") + message + ".",
                code);
    }
}
