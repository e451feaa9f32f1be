package io.github.latchkey.bench.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.latchkey.batch.job.Job;
import io.github.latchkey.batch.task.Task;
import io.github.latchkey.batch.task.TaskAddResult;
import io.github.latchkey.batch.task.TaskCreate;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to read and write the JSON of the four requests, a whole body at a time. */
interface Codec {

    /** Reads a page of jobs. */
    List<Job> jobs(InputStream body);

    /** Reads a job. */
    Job job(InputStream body);

    /** Reads a page of tasks. */
    TaskPage tasks(InputStream body);

    /** Reads the results of a collection. */
    List<TaskAddResult> results(InputStream body);

    /** Writes a collection. */
    byte[] writeTasks(List<TaskCreate> tasks);

    /**
     * A page of tasks.
     *
     * @param value the tasks
     * @param nextLink where the next page is
     */
    record TaskPage(
            List<Task> value,
            @JsonProperty("odata.nextLink") @Nullable String nextLink) {}
}
