/** The part of OData that Batch understands: filters, selections and their errors, evaluated on plain values. */
@NullMarked
package io.github.latchkey.testkit.batch.odata;

import org.jspecify.annotations.NullMarked;
