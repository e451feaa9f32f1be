package io.github.latchkey.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * On what was measured.
 *
 * @param processor its name
 * @param cores how many the JVM may use
 * @param memoryGiB how much there is
 * @param system operating system and kernel
 * @param java the JVM that ran it
 * @param load the load average when the question was asked; clearly above 0 means that others were at work too
 * @param versions of the libraries
 */
public record Machine(
        String processor,
        int cores,
        long memoryGiB,
        String system,
        String java,
        double load,
        Map<String, String> versions) {

    /** Looks around. */
    public static Machine here(Dependencies dependencies) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                system.getSystemLoadAverage(),
                dependencies.versions(
                        "netty-codec-http",
                        "reactor-core",
                        "reactor-netty-http",
                        "jackson-databind",
                        "azure-core",
                        "azure-core-http-netty",
                        "azure-identity",
                        "azure-batch",
                        "okhttp",
                        "msal4j",
                        "caffeine"));
    }

    private static String processorName() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
