package io.github.latchkey.testkit.admin;

import io.github.latchkey.testkit.entra.Aadsts;
import io.github.latchkey.testkit.http.Faults;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A server whose fault plan gets a rule, and its own way of saying no.
 *
 * @param faults its plan
 * @param status the answer that it really gives with a status
 * @param error the answer that it gives with an error of Entra ID
 */
public record FaultTarget(Faults faults, IntFunction<ServerResponse> status, Function<Aadsts, ServerResponse> error) {}
