package io.github.latchkey.interop;

import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs scenarios one after the other and prints one line for each. */
final class Suite {

    private static final long PATIENCE_SECONDS = 60;
    private static final ExecutorService WORKER = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scenario");
        thread.setDaemon(true);
        return thread;
    });

    private static volatile boolean failed;

    private final String client;

    /**
     * @param client the client's name
     * @param type one of its classes, whose jar tells the version
     */
    Suite(String client, Class<?> type) {
        String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        String version = jar.replaceAll(".*-(\\d[\\w.]*)\\.jar", "$1");
        this.client = client + " " + version;
    }

    /** What may throw. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs a scenario; what it throws becomes a FAIL. */
    void scenario(String title, Work work) {
        try {
            WORKER.submit((Callable<Void>) () -> {
                        work.run();
                        return null;
                    })
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            System.out.println("PASS " + client + ": " + title);
        } catch (TimeoutException late) {
            fail(title, new IllegalStateException("it does not end"));
        } catch (ExecutionException error) {
            fail(title, error.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(String title, Throwable error) {
        failed = true;
        String message = String.valueOf(error).replaceAll("\\s+", " ");
        System.out.println(
                "FAIL " + client + ": " + title + ": " + message.substring(0, Math.min(300, message.length())));
        error.printStackTrace();
    }

    static boolean hasFailed() {
        return failed;
    }

    /** Reads what the standalone testkit has printed; interop/run hands it over in the environment. */
    static String kit(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException(name + " is not set; start this by interop/run"));
    }

    static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }

    static void equal(Object actual, Object expected, String what) {
        check(expected.equals(actual), what + " is '" + actual + "' and not '" + expected + "'");
    }

    /** Expects work to be refused with a type of exception, and returns it. */
    static <E extends Throwable> E refused(Class<E> type, Work work) throws Exception {
        try {
            work.run();
        } catch (Throwable error) {
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                if (type.isInstance(cause)) {
                    return type.cast(cause);
                }
            }
            throw error instanceof CompletionException ? (Exception) error : new Exception(error);
        }
        throw new IllegalStateException("it was not refused");
    }

    /** Tells whether a token's claims, as JSON text, hold a member with a text. */
    static void claim(String token, String name, String value) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        check(claims.contains("\"" + name + "\":\"" + value + "\""), name + " is not '" + value + "' in " + claims);
    }
}
