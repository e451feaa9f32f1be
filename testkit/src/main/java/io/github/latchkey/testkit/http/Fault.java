package io.github.latchkey.testkit.http;

import io.github.latchkey.testkit.time.TestClock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request: when it is looked at, who answers it, what becomes of the answer, and how that is
 * delivered.
 *
 * <p>Immutable; the methods that change something return a copy, so that faults combine:
 * {@code Fault.halfBody().after(Duration.ofSeconds(1))}.
 */
public final class Fault {

    /** Who answers. */
    enum Source {
        /** The fake, as if nothing were wrong. */
        HANDLER,
        /** The fake, which gets the same request twice; the second answer is delivered. */
        HANDLER_TWICE,
        /** Nobody: the request never reaches the fake. */
        NOBODY,
        /** The fault itself, with an answer that was prepared; the request never reaches the fake. */
        PREPARED
    }

    /** How the answer travels. */
    enum Delivery {
        /** Complete and correct. */
        WHOLE,
        /** Head and first half of the body, then the end of the connection. */
        HALF,
        /** Complete, but a few bytes at a time. */
        DRIP,
        /** Complete, but with a length that is not the body's, then the end of the connection. */
        MISSTATED,
        /** Not at all: the connection is reset. */
        RESET,
        /** Not at all: the connection is reset, and the request's body is not even read. */
        RESET_BEFORE_BODY,
        /** The head, and then the connection is reset. */
        RESET_AFTER_HEAD,
        /** The head and first half of the body, and then the connection is reset. */
        RESET_AFTER_HALF_BODY,
        /** Not at all: the connection stays open and silent. */
        HANG;

        /** Tells whether it does something to the body, and so leaves an answer without one complete. */
        boolean needsBody() {
            return this == HALF || this == DRIP || this == RESET_AFTER_HEAD || this == RESET_AFTER_HALF_BODY;
        }
    }

    private static final byte[] GARBAGE =
            "{\"value\": [{\"id\": \"caf".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final String name;
    private final Prelude prelude;
    private final Source source;
    private final @Nullable ServerResponse prepared;
    private final UnaryOperator<ServerResponse> change;
    private final Delivery delivery;
    private final Drip drip;

    private Fault(
            String name,
            Prelude prelude,
            Source source,
            @Nullable ServerResponse prepared,
            UnaryOperator<ServerResponse> change,
            Delivery delivery,
            Drip drip) {
        this.name = name;
        this.prelude = prelude;
        this.source = source;
        this.prepared = prepared;
        this.change = change;
        this.delivery = delivery;
        this.drip = drip;
    }

    private static Fault of(String name, Source source, Delivery delivery) {
        return new Fault(name, Prelude.NONE, source, null, UnaryOperator.identity(), delivery, Drip.NONE);
    }

    /**
     * Returns a fault that changes nothing yet; for a delay or a gate alone.
     *
     * @return the usual answer
     */
    public static Fault pass() {
        return of("pass", Source.HANDLER, Delivery.WHOLE);
    }

    /**
     * Returns a fault that answers in place of the fake, which never sees the request.
     *
     * @param response what the client gets
     * @return the fault
     */
    public static Fault respond(ServerResponse response) {
        return new Fault(
                "respond " + response.status(),
                Prelude.NONE,
                Source.PREPARED,
                response,
                UnaryOperator.identity(),
                Delivery.WHOLE,
                Drip.NONE);
    }

    /**
     * Returns a fault that never answers: the connection stays open until the client gives up or the server closes. The
     * fake never sees the request.
     *
     * @return the fault
     */
    public static Fault hang() {
        return of("hang", Source.NOBODY, Delivery.HANG);
    }

    /**
     * Returns a fault that resets the connection when the head of the request has arrived, and reads nothing of its
     * body, which the client may still be sending. Nothing has happened. It decides before all other faults, and looks
     * at no body: a rule with {@link Requests#form} never applies.
     *
     * @return the fault
     */
    public static Fault resetBeforeBody() {
        return of("reset before body", Source.NOBODY, Delivery.RESET_BEFORE_BODY);
    }

    /**
     * Returns a fault that reads the whole request and resets the connection before the fake sees it: nothing has
     * happened.
     *
     * @return the fault
     */
    public static Fault resetBefore() {
        return of("reset before", Source.NOBODY, Delivery.RESET);
    }

    /**
     * Returns a fault that resets the connection after the fake has handled the request and before any of the answer is
     * sent: it has happened, but the client does not know.
     *
     * @return the fault
     */
    public static Fault resetAfter() {
        return of("reset after", Source.HANDLER, Delivery.RESET);
    }

    /**
     * Returns a fault that resets the connection after the fake has handled the request and the head of the answer,
     * with the length of the whole body, has been sent, and nothing of the body. The reset comes a tenth of a second
     * later, for some clients lose a head that comes together with it. An answer without a body is complete by then,
     * and the journal says so.
     *
     * @return the fault
     */
    public static Fault resetAfterHead() {
        return of("reset after head", Source.HANDLER, Delivery.RESET_AFTER_HEAD);
    }

    /**
     * Returns a fault that announces the whole body, sends half of it and resets the connection. The reset comes a
     * tenth of a second after the half has been handed to the network; a client that has not read all of it by then may
     * lose some. An answer without a body is complete by then, and the journal says so.
     *
     * @return the fault
     */
    public static Fault resetAfterHalfBody() {
        return of("reset after half body", Source.HANDLER, Delivery.RESET_AFTER_HALF_BODY);
    }

    /**
     * Returns a fault that announces the whole body, sends half of it and ends the connection in good order, without a
     * reset. An answer without a body is complete by then, and the journal says so.
     *
     * @return the fault
     */
    public static Fault halfBody() {
        return of("half body", Source.HANDLER, Delivery.HALF);
    }

    /**
     * Returns a fault that sends the body a few bytes at a time. The journal says when the answer has none.
     *
     * @param bytes how many bytes at a time, at least 1
     * @param pause the real time between them
     * @return the fault
     */
    public static Fault drip(int bytes, Duration pause) {
        if (bytes < 1 || pause.isNegative()) {
            throw new IllegalArgumentException(
                    "a drip has at least 1 byte and no negative pause, not " + bytes + " bytes every " + pause);
        }
        return new Fault(
                "drip " + bytes + " bytes every " + pause,
                Prelude.NONE,
                Source.HANDLER,
                null,
                UnaryOperator.identity(),
                Delivery.DRIP,
                new Drip(bytes, pause));
    }

    /**
     * Returns a fault that states a length which is not the body's, sends the whole body and ends the connection.
     *
     * @param length the stated length
     * @return the fault
     */
    public static Fault contentLength(long length) {
        Fault fault = of("content length " + length, Source.HANDLER, Delivery.MISSTATED);
        return fault.rewritten(response -> response.header("Content-Length", Long.toString(length)));
    }

    /**
     * Returns a fault that states another content type, and leaves the body as it is.
     *
     * @param contentType the stated type
     * @return the fault
     */
    public static Fault contentType(String contentType) {
        return of("content type " + contentType, Source.HANDLER, Delivery.WHOLE)
                .rewritten(response -> response.header("Content-Type", contentType));
    }

    /**
     * Returns a fault that keeps status and headers and sends JSON which is broken off in its middle as the body.
     *
     * @return the fault
     */
    public static Fault garbage() {
        return of("garbage", Source.HANDLER, Delivery.WHOLE)
                .rewritten(response -> response.body(response.headers().text("Content-Type"), GARBAGE));
    }

    /**
     * Returns a fault that delivers the request to the fake twice, as an over-eager proxy may do. The client gets the
     * second answer.
     *
     * @return the fault
     */
    public static Fault duplicate() {
        return of("duplicate", Source.HANDLER_TWICE, Delivery.WHOLE);
    }

    /**
     * Returns a fault that does something, and then answers as usual.
     *
     * @param action runs on one of the kit's worker threads, before the fake sees the request; what it throws is logged
     * @return the fault
     */
    public static Fault run(Runnable action) {
        Fault fault = of("run", Source.HANDLER, Delivery.WHOLE);
        return fault.after(fault.prelude.doing(action));
    }

    /**
     * Returns a fault that changes the usual answer.
     *
     * @param change gets the usual answer and returns what is sent
     * @return the fault
     */
    public static Fault rewrite(UnaryOperator<ServerResponse> change) {
        return of("rewrite", Source.HANDLER, Delivery.WHOLE).rewritten(change);
    }

    /**
     * Returns a copy that waits before anything else happens.
     *
     * @param newDelay the real time to wait; zero or negative waits not at all
     * @return the copy
     */
    public Fault after(Duration newDelay) {
        return after(prelude.delayed(newDelay, null));
    }

    /**
     * Returns a copy that waits before anything else happens, until a clock has moved on.
     *
     * @param newDelay the time to wait; zero or negative waits not at all
     * @param clock whose time; a frozen one has to be moved
     * @return the copy
     */
    public Fault after(Duration newDelay, TestClock clock) {
        return after(prelude.delayed(newDelay, clock));
    }

    /**
     * Returns a copy that waits before anything else happens, until the test opens a gate.
     *
     * @param newGate what to wait for, after the delay if there is one
     * @return the copy
     */
    public Fault behind(Gate newGate) {
        return after(prelude.behind(newGate));
    }

    /**
     * Returns a copy with another name.
     *
     * @param newName shown in the journal
     * @return the copy
     */
    public Fault named(String newName) {
        return new Fault(newName, prelude, source, prepared, change, delivery, drip);
    }

    private Fault rewritten(UnaryOperator<ServerResponse> newChange) {
        return new Fault(name, prelude, source, prepared, newChange, delivery, drip);
    }

    private Fault after(Prelude newPrelude) {
        return new Fault(name, newPrelude, source, prepared, change, delivery, drip);
    }

    /**
     * Returns what the journal shows.
     *
     * @return a few words
     */
    public String name() {
        return name;
    }

    Prelude prelude() {
        return prelude;
    }

    Source source() {
        return source;
    }

    @Nullable
    ServerResponse prepared() {
        return prepared;
    }

    UnaryOperator<ServerResponse> change() {
        return change;
    }

    Delivery delivery() {
        return delivery;
    }

    Drip drip() {
        return drip;
    }

    /** Tells whether it strikes before the request's body is read. */
    boolean isBeforeBody() {
        return delivery == Delivery.RESET_BEFORE_BODY;
    }

    @Override
    public String toString() {
        return "Fault[" + name + prelude + "]";
    }

    /** How slowly a body is sent. */
    record Drip(int bytes, Duration pause) {
        static final Drip NONE = new Drip(Integer.MAX_VALUE, Duration.ZERO);
    }
}
