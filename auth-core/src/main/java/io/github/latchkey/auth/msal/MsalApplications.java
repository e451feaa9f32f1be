package io.github.latchkey.auth.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.PublicClientApplication;
import io.github.latchkey.auth.Cloud;
import io.github.latchkey.auth.ServicePrincipalCredential;
import io.github.latchkey.auth.UserCredential;
import java.net.MalformedURLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes MSAL4J's application objects, one for each call: correlation id, secret and certificate belong to the
 * application there, and are asked anew each time here. What has to last between calls lasts in a cache that is read
 * and written.
 */
final class MsalApplications {

    private final MsalSettings settings;
    private final @Nullable StoredCache cache;

    MsalApplications(MsalSettings settings, @Nullable StoredCache cache) {
        this.settings = settings;
        this.cache = cache;
    }

    Set<String> capabilities() {
        return settings.capabilities();
    }

    PublicClientApplication publicClient(UserCredential user, MsalCall call) throws MalformedURLException {
        return apply(PublicClientApplication.builder(user.clientId()), user.cloud(), user.tenantId(), call)
                .build();
    }

    CompletableFuture<ConfidentialClientApplication> confidential(
            ServicePrincipalCredential client, String tenantId, MsalCall call) {
        return ClientProofs.of(client, settings).thenApply(proof -> {
            try {
                return apply(
                                ConfidentialClientApplication.builder(client.clientId(), proof)
                                        .sendX5c(ClientProofs.sendsChain(client)),
                                client.cloud(),
                                tenantId,
                                call)
                        .build();
            } catch (MalformedURLException e) {
                throw new CompletionException(e);
            }
        });
    }

    private <B extends AbstractClientApplicationBase.Builder<B>> B apply(
            B builder, Cloud cloud, String tenantId, MsalCall call) throws MalformedURLException {
        builder.authority(cloud.authorityHost() + "/" + call.tenantId().orElse(tenantId))
                // A cloud that Microsoft does not list is not known to the directory of clouds either.
                .instanceDiscovery(
                        Set.of(Cloud.PUBLIC, Cloud.CHINA, Cloud.US_GOVERNMENT).contains(cloud))
                .executorService(settings.executor())
                .httpClient(new PatientPolls(settings.httpClient(), time -> Thread.sleep(time.toMillis())))
                .correlationId(call.correlationId())
                .disableInternalRetries();
        if (!settings.capabilities().isEmpty()) {
            builder.clientCapabilities(settings.capabilities());
        }
        if (cache != null) {
            builder.setTokenCacheAccessAspect(cache);
        }
        return builder;
    }
}
