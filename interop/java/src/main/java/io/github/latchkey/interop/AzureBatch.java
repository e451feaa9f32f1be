package io.github.latchkey.interop;

import static io.github.latchkey.interop.Suite.check;
import static io.github.latchkey.interop.Suite.equal;
import static io.github.latchkey.interop.Suite.kit;
import static io.github.latchkey.interop.Suite.refused;

import com.microsoft.azure.PagedList;
import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.DetailLevel;
import com.microsoft.azure.batch.auth.BatchApplicationTokenCredentials;
import com.microsoft.azure.batch.auth.BatchCredentials;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.auth.BatchUserTokenCredentials;
import com.microsoft.azure.batch.interceptor.BatchClientParallelOptions;
import com.microsoft.azure.batch.interceptor.PageSizeInterceptor;
import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeState;
import com.microsoft.azure.batch.protocol.models.ImageReference;
import com.microsoft.azure.batch.protocol.models.JobPatchParameter;
import com.microsoft.azure.batch.protocol.models.JobState;
import com.microsoft.azure.batch.protocol.models.PoolInformation;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskState;
import com.microsoft.azure.batch.protocol.models.VirtualMachineConfiguration;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** The vendor's older Batch client for Java, unchanged but for the address of the account and of the authority. */
final class AzureBatch {

    private final Suite suite = new Suite("azure-batch", BatchClient.class);

    void run() {
        journey("shared key", BatchClient.open(key(kit("BATCH_KEY"))), "key");
        suite.scenario("wrong key is refused with 403 AuthenticationFailed", () -> {
            BatchErrorException error = refused(BatchErrorException.class, () -> BatchClient.open(key("d3Jvbmc="))
                    .jobOperations()
                    .listJobs());
            equal(error.response().code(), 403, "the status");
            equal(error.body().code(), "AuthenticationFailed", "the code");
        });
        journey("application token", BatchClient.open(application(kit("CLIENT_SECRET"))), "token");
        suite.scenario("wrong secret is refused with AADSTS7000215", () -> {
            Exception error = refused(Exception.class, () -> BatchClient.open(application("wrong"))
                    .jobOperations()
                    .listJobs());
            check(everything(error).contains("AADSTS7000215"), "the error is " + everything(error));
        });
        suite.scenario("token of a user with a password is taken", () -> BatchClient.open(new BatchUserTokenCredentials(
                        kit("BATCH_ENDPOINT"),
                        kit("CLIENT_ID"),
                        kit("USER_NAME"),
                        kit("USER_PASSWORD"),
                        kit("TENANT_ID"),
                        kit("BATCH_RESOURCE"),
                        kit("ENTRA_AUTHORITY") + "/"))
                .jobOperations()
                .listJobs()
                .size());
    }

    /** The whole journey with one way to authenticate. */
    private void journey(String how, BatchClient client, String suffix) {
        String pool = "java-pool-" + suffix;
        String job = "java-job-" + suffix;
        suite.scenario(how + ": create a pool and wait for its nodes", () -> {
            client.poolOperations().createPool(pool, "standard_d2s_v3", machine(), 2);
            until("the pool's rest", () -> client.poolOperations().getPool(pool).allocationState()
                            == AllocationState.STEADY
                    && client.computeNodeOperations().listComputeNodes(pool).stream()
                                    .filter(node -> node.state() == ComputeNodeState.IDLE)
                                    .count()
                            == 2);
        });
        suite.scenario(how + ": create a job", () -> {
            client.jobOperations().createJob(job, new PoolInformation().withPoolId(pool));
            equal(client.jobOperations().getJob(job).state(), JobState.ACTIVE, "the job's state");
        });
        suite.scenario(how + ": create a job a second time is refused with JobExists", () -> {
            BatchErrorException error = refused(
                    BatchErrorException.class,
                    () -> client.jobOperations().createJob(job, new PoolInformation().withPoolId(pool)));
            equal(error.response().code(), 409, "the status");
            equal(error.body().code(), "JobExists", "the code");
        });
        // With its default of one thread this client's own helper often waits for ever when there are more
        // than 100 tasks.
        suite.scenario(how + ": add 250 tasks", () -> client.taskOperations()
                .createTasks(
                        job,
                        IntStream.range(0, 250)
                                .mapToObj(i -> new TaskAddParameter()
                                        .withId(String.format("task-%03d", i))
                                        .withCommandLine("/bin/sh -c 'echo " + i + "'"))
                                .toList(),
                        List.of(new BatchClientParallelOptions(4))));
        suite.scenario(how + ": page through 250 tasks", () -> {
            PagedList<CloudTask> tasks =
                    client.taskOperations().listTasks(job, null, List.of(new PageSizeInterceptor(100)));
            check(tasks.hasNextPage(), "there is one page only");
            tasks.loadAll();
            Set<String> ids = new HashSet<>();
            tasks.forEach(task -> ids.add(task.id()));
            equal(ids.size(), 250, "the number of tasks");
        });
        suite.scenario(how + ": list tasks with a filter and a selection", () -> {
            PagedList<CloudTask> tasks = client.taskOperations()
                    .listTasks(
                            job,
                            new DetailLevel.Builder()
                                    .withFilterClause("startswith(id, 'task-00')")
                                    .withSelectClause("id")
                                    .build());
            tasks.loadAll();
            equal(tasks.size(), 10, "the number of tasks");
            check(tasks.get(0).commandLine() == null, "there is more than was selected");
        });
        suite.scenario(how + ": watch the job until all tasks have succeeded", () -> until(
                "the end of all tasks", () -> client.jobOperations().getTaskCounts(job).succeeded() == 250));
        suite.scenario(how + ": get a task and its exit code", () -> {
            CloudTask task = client.taskOperations().getTask(job, "task-007");
            equal(task.state(), TaskState.COMPLETED, "the state");
            equal(task.executionInfo().exitCode(), 0, "the exit code");
            check(task.executionInfo().startTime() != null, "there is no start");
        });
        suite.scenario(how + ": read a file of a task", () -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            client.fileOperations().getFileFromTask(job, "task-007", "stdout.txt", content);
            check(content.size() > 0, "the file is empty");
            equal(
                    client.fileOperations()
                            .getFilePropertiesFromTask(job, "task-007", "stdout.txt")
                            .contentLength(),
                    (long) content.size(),
                    "the length");
        });
        suite.scenario(how + ": list files of a task and of a node", () -> {
            check(
                    client.fileOperations().listFilesFromTask(job, "task-007", true, null).stream()
                            .anyMatch(file -> file.name().equals("stderr.txt")),
                    "stderr.txt is missing");
            ComputeNode node =
                    client.computeNodeOperations().listComputeNodes(pool).get(0);
            client.fileOperations().listFilesFromComputeNode(pool, node.id());
        });
        suite.scenario(how + ": change a job", () -> {
            client.jobOperations().patchJob(job, new JobPatchParameter().withPriority(7));
            equal(client.jobOperations().getJob(job).priority(), 7, "the priority");
        });
        suite.scenario(how + ": missing job is refused with 404 JobNotFound", () -> {
            BatchErrorException error =
                    refused(BatchErrorException.class, () -> client.jobOperations().getJob("no-such-job"));
            equal(error.response().code(), 404, "the status");
            equal(error.body().code(), "JobNotFound", "the code");
        });
        suite.scenario(how + ": ask whether a pool exists", () -> {
            check(client.poolOperations().existsPool(pool), "the pool is not there");
            check(!client.poolOperations().existsPool("no-such-pool"), "there is a pool that was never made");
        });
        suite.scenario(how + ": list images and node counts of the account", () -> {
            check(!client.accountOperations().listSupportedImages().isEmpty(), "there are no images");
            check(
                    client.accountOperations().listPoolNodeCounts().stream()
                            .anyMatch(one -> one.poolId().equals(pool)),
                    "the pool is not counted");
        });
        suite.scenario(how + ": delete a task, the job and the pool", () -> {
            client.taskOperations().deleteTask(job, "task-000");
            client.jobOperations().deleteJob(job);
            client.poolOperations().deletePool(pool);
            until("the job's end", () -> client.jobOperations().listJobs().stream()
                    .noneMatch(one -> one.id().equals(job)));
            until("the pool's end", () -> !client.poolOperations().existsPool(pool));
        });
    }

    private static BatchCredentials key(String value) {
        return new BatchSharedKeyCredentials(kit("BATCH_ENDPOINT"), kit("BATCH_ACCOUNT"), value);
    }

    private static BatchCredentials application(String secret) {
        return new BatchApplicationTokenCredentials(
                kit("BATCH_ENDPOINT"),
                kit("CLIENT_ID"),
                secret,
                kit("TENANT_ID"),
                kit("BATCH_RESOURCE"),
                kit("ENTRA_AUTHORITY") + "/");
    }

    private static VirtualMachineConfiguration machine() {
        return new VirtualMachineConfiguration()
                .withImageReference(new ImageReference()
                        .withPublisher("canonical")
                        .withOffer("0001-com-ubuntu-server-jammy")
                        .withSku("22_04-lts"))
                .withNodeAgentSKUId("batch.node.ubuntu 22.04");
    }

    private static void until(String what, Callable<Boolean> test) throws Exception {
        for (int attempt = 0; attempt < 600; attempt++) {
            if (test.call()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(what + " did not come about");
    }

    private static String everything(Throwable error) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            all.append(cause).append(' ');
        }
        return all.toString();
    }
}
