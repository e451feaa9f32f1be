package io.github.latchkey.bench.client;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.latchkey.batch.task.TaskCreate;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What the vendor's current libraries are built from: an azure-core pipeline on azure-core-http-netty with the policies
 * for request ids, retries and bearer tokens, and Jackson's data binding of the collected body. The token is there
 * already. The layer that the vendor generates above the pipeline would come on top.
 */
final class AzurePipeline extends ReactiveContender {

    private final HttpPipeline pipeline;
    private final DataBind json = new DataBind(new JavaTimeModule());
    private final List<TaskCreate> tasks = Tasks.latchkey();

    AzurePipeline(Site site) {
        super(site);
        AccessToken token =
                new AccessToken(Site.TOKEN, OffsetDateTime.now(ZoneOffset.UTC).plusDays(1));
        this.pipeline = new HttpPipelineBuilder()
                .policies(
                        new RequestIdPolicy(),
                        new RetryPolicy(),
                        new BearerTokenAuthenticationPolicy(
                                request -> Mono.just(token), "https://batch.core.windows.net//.default"))
                .httpClient(new NettyAsyncHttpClientBuilder(site.http()).build())
                .build();
    }

    @Override
    Mono<Long> listPage() {
        return send(get(site.url() + site.jobsPath()))
                .map(body -> (long) json.jobs(body).size());
    }

    @Override
    Mono<Long> get() {
        return send(get(site.url() + site.jobPath())).map(body -> json.job(body).id() == null ? 0L : 1L);
    }

    @Override
    Mono<Long> addCollection() {
        return Mono.defer(() -> send(new HttpRequest(HttpMethod.POST, site.url() + site.addPath())
                        .setHeader(HttpHeaderName.ACCEPT, Canned.JSON)
                        .setHeader(HttpHeaderName.CONTENT_TYPE, Canned.JSON)
                        .setBody(json.writeTasks(tasks))))
                .map(body -> json.results(body).stream()
                        .filter(result -> result.error() == null)
                        .count());
    }

    @Override
    Mono<Long> stream() {
        return page(site.url() + site.tasksPath())
                .expand(page -> page.nextLink() == null ? Mono.empty() : page(page.nextLink()))
                .map(page -> (long) page.value().size())
                .reduce(0L, Long::sum);
    }

    private Mono<Codec.TaskPage> page(String url) {
        return send(get(url)).map(json::tasks);
    }

    private static HttpRequest get(String url) {
        return new HttpRequest(HttpMethod.GET, url).setHeader(HttpHeaderName.ACCEPT, Canned.JSON);
    }

    private Mono<InputStream> send(HttpRequest request) {
        return pipeline.send(request).flatMap(AzurePipeline::body);
    }

    private static Mono<InputStream> body(HttpResponse response) {
        return response.getStatusCode() == 200
                ? response.getBodyAsByteArray().map(ByteArrayInputStream::new)
                : Mono.error(new IllegalStateException("status " + response.getStatusCode()));
    }
}
