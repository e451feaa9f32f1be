/**
 * A fake Microsoft Entra ID: tenants, applications, users and resources, and the endpoints that sign them in with real
 * signed tokens and the service's own errors.
 */
@NullMarked
package io.github.latchkey.testkit.entra;

import org.jspecify.annotations.NullMarked;
