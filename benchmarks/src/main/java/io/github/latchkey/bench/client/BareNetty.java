package io.github.latchkey.bench.client;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Moves the bytes and looks at none of them, but for the link at the end of a page: the floor of everything. */
final class BareNetty extends NettyContender {

    private static final String LINK = "\"odata.nextLink\":\"";
    private static final int LONGEST_END = 400;

    private final byte[] tasks;

    BareNetty(Site site) {
        super(site);
        this.tasks = new HandWrittenJson().writeTasks(Tasks.latchkey());
    }

    @Override
    long readJobs(ByteBuf body) {
        return body.readableBytes() > 0 ? Canned.PAGE : 0;
    }

    @Override
    long readJob(ByteBuf body) {
        return body.readableBytes() > 0 ? 1 : 0;
    }

    @Override
    Page readTasks(ByteBuf body) {
        String end = body.toString(body.writerIndex() - LONGEST_END, LONGEST_END, StandardCharsets.UTF_8);
        int link = end.indexOf(LINK);
        return new Page(Canned.TASKS_PAGE, link < 0 ? null : end.substring(link + LINK.length(), end.lastIndexOf('"')));
    }

    @Override
    long readResults(ByteBuf body) {
        return body.readableBytes() > 0 ? Canned.PAGE : 0;
    }

    @Override
    byte[] writeTasks() {
        return tasks;
    }
}
