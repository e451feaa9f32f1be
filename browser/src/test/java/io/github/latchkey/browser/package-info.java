/** Journeys that only a real browser can take. */
@org.jspecify.annotations.NullMarked
package io.github.latchkey.browser;
