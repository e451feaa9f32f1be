package io.github.latchkey.testkit.standalone;

import io.github.latchkey.testkit.FakeAzure;
import io.github.latchkey.testkit.document.Document;
import io.github.latchkey.testkit.tls.TestAuthority;
import io.netty.util.NetUtil;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import reactor.netty.ChannelBindException;

/**
 * The fakes as a program: starts them, writes {@code KEY=value} lines and then {@code READY} to standard output, and
 * runs until it is told to stop. Everything else it has to say goes to standard error.
 *
 * <p>The exit code is 2 when options or configuration are wrong, in which case nothing has been started; 1 when the
 * fakes cannot be started, for example because a port is taken; and what the system gives when a signal ends the
 * program.
 */
@Command(
        name = "latchkey-testkit-standalone",
        description = {
            "A fake Microsoft Entra ID and a fake Azure Batch, for tests in any language.",
            "Prints KEY=value lines with their addresses and credentials, then READY, and runs until it is told to stop"
                    + " (SIGTERM or Ctrl-C).",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = Standalone.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:help or version was asked for",
            "1:the fakes could not be started, for example because a port is taken",
            "2:an option or the configuration is wrong; nothing was started",
            "130, 143:ended by SIGINT or SIGTERM"
        })
public final class Standalone implements Callable<Integer> {

    /** Host names with a star at most, and addresses of IPv4. */
    private static final Pattern NAME = Pattern.compile("(?:\\*\\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?");

    private static final Pattern SEED = Pattern.compile("|[+-]?\\d{1,19}");

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private final PrintStream out;
    private final PrintStream err;

    /** What is wrong with options and configuration. */
    private final List<String> faults = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Tenants, apps, users, roles, accounts, pools, faults and seed, as JSON;"
                    + " see docs/guides/testkit-standalone-config.md.")
    private @Nullable Path config;

    @Option(
            names = "--auto-approve",
            description = "Answer device codes and authorize requests without a person, in the name of the user that is"
                    + " printed.")
    private boolean autoApprove;

    @Option(
            names = "--entra-port",
            paramLabel = "PORT",
            description = "Of the fake Entra ID. Any free port by default.")
    private int entraPort;

    @Option(
            names = "--batch-port",
            paramLabel = "PORT",
            description = "Of the first Batch account. Any free port by default.")
    private int batchPort;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Of the admin page. Any free port by default.")
    private int adminPort;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on: ${DEFAULT-VALUE} by default, 0.0.0.0 for all. The managed identities'"
                            + " endpoints stay on the loopback address.")
    private String host = "127.0.0.1";

    @Option(
            names = "--admin-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "The address on which the admin page listens: ${DEFAULT-VALUE} by default. Whoever reaches it can"
                            + " change everything.")
    private String adminHost = "127.0.0.1";

    @Option(
            names = "--certificate-name",
            paramLabel = "NAME",
            description = "A host name or address by which clients reach the fakes and browsers the admin page, besides"
                    + " localhost; may be repeated.")
    private List<String> certificateNames = new ArrayList<>();

    @Option(
            names = "--ca-dir",
            paramLabel = "DIR",
            description = "Keep the certificate authority here between starts, so that it has to be trusted only once.")
    private @Nullable Path authorityDirectory;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Of all chance. Another one in each start by default.")
    private @Nullable Long seed;

    private Standalone(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the program.
     *
     * @param arguments options; {@code --help} lists them
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // Nothing that a library may print gets between the lines that others read.
        System.setOut(System.err);
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%4$s %3$s: %5$s%6$s%n");
        }
        System.exit(run(out, System.err, arguments));
    }

    /** Runs the program and returns its exit code; does not return while the fakes run. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine command = new CommandLine(new Standalone(out, err));
        // All that is wrong is told at once, not only what comes first.
        command.getCommandSpec().parser().collectErrors(true);
        command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        command.setExecutionExceptionHandler((failed, line, parsed) -> failed(err, failed));
        return command.execute(arguments);
    }

    /** Tells in one line what no one has told before, and whose fault it is. */
    private static int failed(PrintStream err, Exception failed) {
        if (failed instanceof IllegalArgumentException) {
            err.println("cannot start: " + failed.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        err.println("cannot start: " + failed);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() {
        host = bare(host);
        adminHost = bare(adminHost);
        checkOptions();
        Document document = Document.read(text());
        Setup setup = Setup.read(document, folder());
        claimPorts(setup);
        Optional<TestAuthority> trust = authority();
        document.problems().forEach(problem -> faults.add(config + ":" + problem));
        if (!faults.isEmpty() || trust.isEmpty()) {
            faults.forEach(err::println);
            err.println(faults.size() + (faults.size() == 1 ? " fault" : " faults")
                    + "; nothing was started; --help lists the options");
            return CommandLine.ExitCode.USAGE;
        }
        if (seed != null) {
            setup.azure().seed(seed);
        }
        if (autoApprove) {
            setup.approve();
        }
        return start(setup, trust.get());
    }

    private int start(Setup setup, TestAuthority trust) {
        // Keys are in the files, so they go away also when the signal comes while the program still starts.
        AtomicReference<Kit> running = new AtomicReference<>();
        KitFiles files = new KitFiles();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> close(running.get(), files), "latchkey-testkit-shutdown"));
        try {
            Kit kit = Kit.start(
                    setup,
                    new Kit.Place(
                            host,
                            entraPort,
                            batchPort,
                            adminHost,
                            adminPort,
                            certificateNames,
                            trust,
                            authorityDirectory),
                    files);
            running.set(kit);
            return runUntilTold(kit);
        } catch (ChannelBindException taken) {
            String reason = taken.getCause() == null ? null : taken.getCause().getMessage();
            err.println("cannot listen on " + taken.localHost() + ":" + taken.localPort() + ": "
                    + (reason == null ? "the address cannot be used" : reason)
                    + "; choose another port, or 0 for any free one, or another address");
        } catch (IOException failed) {
            if (!files.isClosed()) {
                err.println("cannot start: " + failed.getMessage());
            }
        } catch (RuntimeException failed) {
            files.close();
            throw failed;
        }
        files.close();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void close(@Nullable Kit kit, KitFiles files) {
        try {
            if (kit != null) {
                kit.close();
            }
        } finally {
            files.close();
        }
    }

    private int runUntilTold(Kit kit) {
        warn("--host", host, "can get tokens and use the accounts");
        warn("--admin-host", adminHost, "can change everything and see all requests");
        CountDownLatch forever = new CountDownLatch(1);
        kit.lines().forEach((key, value) -> out.println(key + "=" + value));
        out.println("READY");
        out.flush();
        try {
            forever.await();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        return CommandLine.ExitCode.OK;
    }

    private void warn(String option, String address, String what) {
        if (!Kit.isLoopback(address)) {
            err.println(
                    "warning: " + option + " " + address + " is not a loopback address; whoever reaches it " + what);
        }
    }

    /** Notes each option that cannot be, those that were not understood first. */
    private void checkOptions() {
        java.util.Objects.requireNonNull(spec)
                .commandLine()
                .getParseResult()
                .errors()
                .forEach(error -> faults.add(told(error)));
        checkPort("--entra-port", entraPort);
        checkPort("--batch-port", batchPort);
        checkPort("--admin-port", adminPort);
        checkHost("--host", host);
        checkHost("--admin-host", adminHost);
        certificateNames.forEach(this::checkName);
        checkSeed();
    }

    /** The seed that is set for all programs of a virtual machine. */
    private void checkSeed() {
        String given = System.getProperty(FakeAzure.SEED_PROPERTY, "").strip();
        if (!SEED.matcher(given).matches()) {
            faults.add("-D" + FakeAzure.SEED_PROPERTY + ": '" + given + "' is no whole number");
        }
    }

    /** Opens the certificate authority that is kept; there is none when it cannot be. */
    private Optional<TestAuthority> authority() {
        Path kept = authorityDirectory;
        if (kept == null) {
            return Optional.of(TestAuthority.shared());
        }
        try {
            return Optional.of(TestAuthority.keptIn(kept));
        } catch (IOException failed) {
            faults.add("--ca-dir: cannot keep the certificate authority in " + kept + ": "
                    + (Files.exists(kept) && !Files.isDirectory(kept) ? "it is no directory" : failed));
            return Optional.empty();
        }
    }

    private static String told(Exception error) {
        List<String> near = error instanceof UnmatchedArgumentException unknown ? unknown.getSuggestions() : List.of();
        return error.getMessage() + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?");
    }

    /** Compares all ports that were asked for, by options and by the configuration. */
    private void claimPorts(Setup setup) {
        Ports ports = new Ports();
        ports.claim("--entra-port", host, entraPort, fault("--entra-port"));
        ports.claim("--batch-port", host, batchPort, fault("--batch-port"));
        String first = setup.accounts().get(0);
        setup.ports().forEach((account, port) -> {
            if (batchPort == 0 || !account.equals(first)) {
                ports.claim("the account '" + account + "'", host, port.tree().asInt(), port::problem);
            }
        });
        ports.claim("--admin-port", adminHost, adminPort, fault("--admin-port"));
    }

    private Consumer<String> fault(String option) {
        return message -> faults.add(option + ": " + message);
    }

    /** Reads the configuration; the smallest one when there is none, or none that can be read. */
    private String text() {
        Path file = config;
        try {
            return file == null ? "{}" : Files.readString(file);
        } catch (java.nio.file.NoSuchFileException missing) {
            faults.add("--config: there is no file " + file);
        } catch (CharacterCodingException otherCharacters) {
            faults.add("--config: " + file + " is not in UTF-8");
        } catch (IOException unreadable) {
            faults.add("--config: cannot read " + file + ": " + unreadable);
        }
        return "{}";
    }

    /** Returns what the names of files in the configuration are relative to. */
    private Path folder() {
        Path file = config;
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        return folder == null ? Path.of("") : folder;
    }

    private void checkPort(String option, int port) {
        if (port < 0 || port > 65535) {
            faults.add(option + ": " + port + " is not from 0 (any free port) to 65535");
        }
    }

    /** Takes the brackets off an address of IPv6 that is written as in URLs. */
    private static String bare(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    private void checkHost(String option, String name) {
        try {
            InetAddress.getAllByName(name);
        } catch (UnknownHostException unknown) {
            faults.add(option + ": '" + name + "' is no address and no name of this machine");
        }
    }

    private void checkName(String name) {
        if (!NAME.matcher(name).matches() && !NetUtil.isValidIpV6Address(name)) {
            faults.add("--certificate-name: '" + name + "' is no host name and no IP address");
        }
    }

    /** Reads the version from the manifest of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Standalone.class.getPackage().getImplementationVersion();
            return new String[] {"latchkey-testkit-standalone " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
