package io.github.latchkey.testkit.http;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides for each request whether something goes wrong with it. {@link Faults} is the plan that reads as sentences; a
 * plan of one's own can be anything else.
 */
@FunctionalInterface
public interface FaultPlan {

    /**
     * Decides about one request. Called once for each request, before it is handled, on one of the kit's worker
     * threads; several requests may be decided about at the same time.
     *
     * @param request the request with its whole body
     * @return what goes wrong, or empty when the request is to be answered as usual
     */
    Optional<Fault> decide(ServerRequest request);

    /**
     * Decides about a request whose body has not been read, before {@link #decide} is asked, which is not when there is
     * a fault already. Called on an event loop, so it must not wait. Nothing goes wrong here by default.
     *
     * @param head makes the request without a body
     * @return what goes wrong instead of the body being read, for which only {@link Fault#resetBeforeBody()} is fit; or
     *     empty
     */
    default Optional<Fault> decideOnHead(Supplier<ServerRequest> head) {
        return Optional.empty();
    }

    /**
     * Returns a plan in which nothing goes wrong.
     *
     * @return always empty decisions
     */
    static FaultPlan none() {
        return request -> Optional.empty();
    }
}
