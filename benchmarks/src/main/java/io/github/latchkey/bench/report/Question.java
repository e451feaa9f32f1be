package io.github.latchkey.bench.report;

/** Something that a sceptic wants to know. */
public interface Question {

    /** A short name, as in {@code --only client}. */
    String id();

    /** The question, as one would ask it. */
    String title();

    /** Measures. Programs run in JVMs of their own; none is left when this returns. */
    Answer ask(Run run) throws Exception;
}
