package io.github.latchkey.bench.client;

import io.github.latchkey.batch.task.TaskCreate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.util.List;

/** Reads and writes JSON token by token with jackson-core, by code made for these four requests. */
final class HandWritten extends NettyContender {

    private final HandWrittenJson json = new HandWrittenJson();
    private final List<TaskCreate> tasks = Tasks.latchkey();

    HandWritten(Site site) {
        super(site);
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
        return json.tasks(new ByteBufInputStream(body));
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
