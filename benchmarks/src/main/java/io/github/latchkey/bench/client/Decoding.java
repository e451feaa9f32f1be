package io.github.latchkey.bench.client;

import io.github.latchkey.batch.task.TaskCreate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.util.List;

/** Reads and writes JSON in one of several ways. */
final class Decoding extends NettyContender {

    private final Codec json;
    private final List<TaskCreate> tasks = Tasks.latchkey();

    Decoding(Site site, Codec json) {
        super(site);
        this.json = json;
    }

    @Override
    long readJobs(ByteBuf body) {
        return json.jobs(new ByteBufInputStream(body)).size();
    }

    @Override
    long readJob(ByteBuf body) {
        return json.job(new ByteBufInputStream(body)).id() == null ? 0 : 1;
    }

    @Override
    Page readTasks(ByteBuf body) {
        Codec.TaskPage page = json.tasks(new ByteBufInputStream(body));
        return new Page(page.value().size(), page.nextLink());
    }

    @Override
    long readResults(ByteBuf body) {
        return json.results(new ByteBufInputStream(body)).stream()
                .filter(result -> result.error() == null)
                .count();
    }

    @Override
    byte[] writeTasks() {
        return json.writeTasks(tasks);
    }
}
