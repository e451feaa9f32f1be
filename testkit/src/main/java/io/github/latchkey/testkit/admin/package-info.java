/** The fakes for people and programs that look on from outside: an HTTP API and a web page. */
@NullMarked
package io.github.latchkey.testkit.admin;

import org.jspecify.annotations.NullMarked;
