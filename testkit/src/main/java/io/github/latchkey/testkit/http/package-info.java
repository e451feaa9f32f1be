/**
 * The HTTP server under both fakes: routes, requests and responses as values, a journal of what was received, and
 * faults that are decided request by request.
 */
@NullMarked
package io.github.latchkey.testkit.http;

import org.jspecify.annotations.NullMarked;
