/** Certificates of the account; the service drops them in version 2025-06-01. */
@NullMarked
package io.github.latchkey.batch.certificate;

import org.jspecify.annotations.NullMarked;
