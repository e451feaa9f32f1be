package io.github.latchkey.bench.client;

import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchCredentials;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskAddResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/**
 * The vendor's older client, which blocks: as many threads as there are connections. It gets its header from an
 * interceptor, since signing in is not what is measured. A collection goes through the call below its
 * {@code createTasks}, which would start a thread for each collection on top.
 */
final class AzureBatch implements Contender {

    private final Site site;
    private final ExecutorService threads;
    private final BatchClient client;
    private final List<TaskAddParameter> tasks = Tasks.azureBatch();

    AzureBatch(Site site) {
        this.site = site;
        this.threads = Executors.newFixedThreadPool(site.connections());
        this.client = BatchClient.open(new BatchCredentials() {
            @Override
            public String baseUrl() {
                return site.url();
            }

            @Override
            public void applyCredentialsFilter(OkHttpClient.Builder builder) {
                builder.addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Authorization", Site.AUTHORIZATION)
                        .build()));
            }
        });
    }

    @Override
    public long run(Scenario scenario, int requests) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(requests);
        List<Future<Long>> workers = new ArrayList<>();
        for (int i = 0; i < site.concurrency(scenario); i++) {
            workers.add(threads.submit(() -> {
                long elements = 0;
                while (left.getAndDecrement() > 0) {
                    elements += call(scenario);
                }
                return elements;
            }));
        }
        long elements = 0;
        for (Future<Long> worker : workers) {
            try {
                elements += worker.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return elements;
    }

    private long call(Scenario scenario) throws Exception {
        return switch (scenario) {
            case LIST_PAGE -> client.jobOperations().listJobs().size();
            case ADD_COLLECTION -> added();
            case GET -> client.jobOperations().getJob("scene-0007").id() == null ? 0 : 1;
            case STREAM -> stream();
            case BULK_ADD ->
                throw new UnsupportedOperationException("its own helper takes a list that is there already");
        };
    }

    private long added() {
        long added = 0;
        for (TaskAddResult result :
                client.protocolLayer().tasks().addCollection("scene", tasks).value()) {
            added += result.error() == null ? 1 : 0;
        }
        return added;
    }

    private long stream() throws Exception {
        long seen = 0;
        for (CloudTask task : client.taskOperations().listTasks(site.listJob())) {
            Objects.requireNonNull(task.id());
            seen++;
        }
        return seen;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
