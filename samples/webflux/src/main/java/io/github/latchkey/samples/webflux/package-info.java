/** A small Spring WebFlux service that runs a job of many tasks in Azure Batch and tells how far it is. */
@NullMarked
package io.github.latchkey.samples.webflux;

import org.jspecify.annotations.NullMarked;
