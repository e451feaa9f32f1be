package io.github.latchkey.bench.client;

/** A way to talk to Batch. */
interface Contender extends AutoCloseable {

    /**
     * Makes requests and waits for the last one.
     *
     * @param scenario what to do
     * @param requests how often
     * @return how many elements came of it, in all
     */
    long run(Scenario scenario, int requests) throws Exception;

    @Override
    void close();
}
