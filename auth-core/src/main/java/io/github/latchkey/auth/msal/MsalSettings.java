package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.ITokenCacheAccessAspect;
import io.github.latchkey.auth.Cloud;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** What all applications of one engine have in common. */
record MsalSettings(
        ExecutorService executor,
        @Nullable IHttpClient httpClient,
        Duration requestTimeout,
        Clock clock,
        Set<String> capabilities,
        @Nullable ITokenCacheAccessAspect cache) {

    /**
     * Puts them together, here and not in the engine: the engine's class has to load where MSAL4J is absent, so that it can
     * say so.
     */
    static MsalSettings of(
            ExecutorService executor,
            @Nullable IHttpClient httpClient,
            Duration requestTimeout,
            Clock clock,
            Set<String> capabilities,
            @Nullable TokenCacheStore cacheStore) {
        return new MsalSettings(
                executor,
                httpClient == null ? null : new GuardedHttpClient(httpClient, clock),
                requestTimeout,
                clock,
                capabilities,
                cacheStore == null ? null : new StoredCache(cacheStore));
    }

    /** Applies them to an application that is being built. */
    <B extends AbstractClientApplicationBase.Builder<B>> B applyTo(B builder, Cloud cloud, String tenantId)
            throws MalformedURLException {
        int millis = Math.toIntExact(Math.min(requestTimeout.toMillis(), Integer.MAX_VALUE));
        builder.authority(cloud.authorityHost() + "/" + tenantId)
                // A cloud that Microsoft does not list is not known to the directory of clouds either.
                .instanceDiscovery(
                        Set.of(Cloud.PUBLIC, Cloud.CHINA, Cloud.US_GOVERNMENT).contains(cloud))
                .executorService(executor)
                .disableInternalRetries();
        if (httpClient == null) {
            builder.connectTimeoutForDefaultHttpClient(millis).readTimeoutForDefaultHttpClient(millis);
        } else {
            builder.httpClient(httpClient);
        }
        if (!capabilities.isEmpty()) {
            builder.clientCapabilities(capabilities);
        }
        if (cache != null) {
            builder.setTokenCacheAccessAspect(cache);
        }
        return builder;
    }
}
