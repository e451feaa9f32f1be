/**
 * The ways to sign in that need a person, by Microsoft's MSAL4J: the only package that knows it. The library is
 * optional; who uses this package adds {@code com.microsoft.azure:msal4j}.
 */
@NullMarked
package io.github.latchkey.auth.msal;

import org.jspecify.annotations.NullMarked;
