package io.github.latchkey.batch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects what Netty's leak detector reports, from the start of the JVM on: it reports each way to leak once only. */
public final class LeakLog extends AppenderBase<ILoggingEvent> {

    /** Marks what is lost on purpose. */
    static final String CANARY = "canary-";

    private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();

    static Queue<String> reports() {
        return REPORTS;
    }

    @Override
    protected void append(ILoggingEvent event) {
        REPORTS.add(event.getFormattedMessage());
        if (!event.getFormattedMessage().contains(CANARY)) {
            System.err.println(event.getFormattedMessage());
        }
    }
}
