/**
 * Credentials of Microsoft's client libraries as token sources, and token sources as their credentials. Needs
 * {@code com.azure:azure-core}, which is optional.
 */
@NullMarked
package io.github.latchkey.auth.azurecore;

import org.jspecify.annotations.NullMarked;
