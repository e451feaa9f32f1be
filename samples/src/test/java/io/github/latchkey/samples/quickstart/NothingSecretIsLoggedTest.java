package io.github.latchkey.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.github.latchkey.testkit.entra.FakeEntra;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The whole main job with every logger at TRACE, ours and those of all libraries below. */
class NothingSecretIsLoggedTest {

    /** A signed token begins like this, whosoever token it is. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}");

    @Test
    void wholeRun_atTrace_logsNoSecretAndNoToken() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
                if (event.getThrowableProxy() != null) {
                    lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
                }
            }
        };
        appender.setContext(root.getLoggerContext());
        appender.start();
        List<Appender<ILoggingEvent>> usual = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(usual::add);
        Level level = root.getLevel();
        usual.forEach(root::detachAppender);
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            Quickstart.run(Map.of(), new PrintStream(printed, true, StandardCharsets.UTF_8));
        } finally {
            root.setLevel(level);
            root.detachAppender(appender);
            usual.forEach(root::addAppender);
        }
        lines.add(printed.toString(StandardCharsets.UTF_8));
        assertThat(lines)
                .as("the run is seen, sign-in and calls")
                .anyMatch(line -> line.contains("/oauth2/v2.0/token"))
                .anyMatch(line -> line.contains("/addtaskcollection"));
        assertThat(lines).noneMatch(line -> line.contains(FakeEntra.DEFAULT_CLIENT_SECRET));
        assertThat(lines).noneMatch(line -> TOKEN.matcher(line).find());
    }
}
