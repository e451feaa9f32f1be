/**
 * Values in the service's own words that several resources share. As everywhere in this client a component that is
 * absent on the wire is {@code null}, lists included; unknown members are ignored; enumerations are open.
 *
 * <p>Canonical constructors grow with the service: use the builders, which are the part that stays compatible.
 */
@NullMarked
package io.github.latchkey.batch.model;

import org.jspecify.annotations.NullMarked;
