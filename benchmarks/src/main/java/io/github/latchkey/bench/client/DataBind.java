package io.github.latchkey.bench.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.task.TaskAddResult;
import io.github.latchkey.batch.task.TaskCreate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jackson's data binding into the same records, with a module that knows how to read and write times. */
final class DataBind implements Codec {

    private final ObjectReader jobs;
    private final ObjectReader job;
    private final ObjectReader tasks;
    private final ObjectReader results;
    private final ObjectWriter collection;

    DataBind(Module times) {
        JsonMapper mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .addModule(times)
                .build();
        this.jobs = mapper.readerFor(JobPage.class);
        this.job = mapper.readerFor(Job.class);
        this.tasks = mapper.readerFor(TaskPage.class);
        this.results = mapper.readerFor(Results.class);
        this.collection = mapper.writerFor(Collection.class);
    }

    @Override
    public List<Job> jobs(InputStream body) {
        return read(jobs, body, JobPage.class).value();
    }

    @Override
    public Job job(InputStream body) {
        return read(job, body, Job.class);
    }

    @Override
    public TaskPage tasks(InputStream body) {
        return read(tasks, body, TaskPage.class);
    }

    @Override
    public List<TaskAddResult> results(InputStream body) {
        return read(results, body, Results.class).value();
    }

    @Override
    public byte[] writeTasks(List<TaskCreate> tasks) {
        try {
            return collection.writeValueAsBytes(new Collection(tasks));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(ObjectReader reader, InputStream body, Class<T> type) {
        try {
            return reader.readValue(body, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page of jobs. */
    record JobPage(
            List<Job> value,
            @JsonProperty("odata.nextLink") @Nullable String nextLink) {}

    /** The answer to a collection. */
    record Results(List<TaskAddResult> value) {}

    /** A collection. */
    record Collection(List<TaskCreate> value) {}
}
