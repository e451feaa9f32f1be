package io.github.latchkey.auth.entra;

import reactor.core.publisher.Mono;

/** How an application proves that it is the one it says it is. */
@FunctionalInterface
interface Proof {

    /** The proof of a public application, which has none. */
    Proof NONE = (form, tokenEndpoint) -> Mono.just(form);

    /**
     * Adds the proof to a form.
     *
     * @param form the form
     * @param tokenEndpoint where the form goes, for proofs that are made for one receiver
     * @return the same form, when the proof is there; starts on subscription
     */
    Mono<Form> addTo(Form form, String tokenEndpoint);
}
