package io.github.latchkey.bench.report;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Java installation.
 *
 * @param feature 17, 25
 * @param version as it calls itself
 * @param home where it is
 */
public record Jdk(int feature, String version, Path home) {

    /** Returns the one that runs this program. */
    public static Jdk current() {
        return new Jdk(
                Runtime.version().feature(), Runtime.version().toString(), Path.of(System.getProperty("java.home")));
    }

    /** Returns the current one and those that variables such as {@code JAVA_HOME_25} lead to, one for each release. */
    public static Stream<Jdk> found(Map<String, String> environment) {
        Map<Integer, Jdk> found = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.matches("JAVA_HOME_\\d+")) {
                Jdk jdk = at(Path.of(value));
                found.put(jdk.feature(), jdk);
            }
        });
        Jdk current = current();
        found.put(current.feature(), current);
        return found.values().stream();
    }

    /** Reads the {@code release} file of an installation. */
    public static Jdk at(Path home) {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("There is no JDK in " + home + "; correct its JAVA_HOME_ variable.", e);
        }
        String version = release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION", "?"))
                .replace("\"", "");
        return new Jdk(Runtime.Version.parse(version).feature(), version, home);
    }

    @Override
    public String toString() {
        return "JDK " + version;
    }
}
