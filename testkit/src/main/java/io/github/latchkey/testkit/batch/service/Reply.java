package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;
import reactor.core.publisher.Flux;

/** Makes answers with the headers that the service sends. */
final class Reply {

    static final String JSON = "application/json;odata=minimalmetadata";

    private Reply() {}

    /** An answer with one thing in it, in chunks as the service sends them. */
    static ServerResponse json(Call call, String metadata, ObjectNode node) {
        ObjectNode body = Trees.object();
        body.put("odata.metadata", call.base() + "/$metadata#" + metadata);
        body.setAll(node);
        // Hidden, because a source of one known element would be sent with its length, and the service sends chunks.
        return ServerResponse.status(200).stream(
                JSON, Flux.just(Trees.bytes(body)).hide());
    }

    /** A resource as it is now. */
    static ServerResponse resource(Call call, String metadata, Resource resource, ObjectNode node) {
        return versioned(json(call, metadata, node), resource);
    }

    /** A resource was made. */
    static ServerResponse created(Call call, Resource resource) {
        String url = call.base() + resource.path();
        if (resource instanceof Job && call.account.quirks().misleadingLocation()) {
            url = call.base() + "/jobs/job-1";
        }
        return versioned(ServerResponse.status(201), resource)
                .header("Location", url)
                .header("DataServiceId", url);
    }

    /** Something was done to a resource. */
    static ServerResponse done(Call call, int status, Resource resource) {
        return versioned(ServerResponse.status(status), resource)
                .header("DataServiceId", call.base() + resource.path());
    }

    static ServerResponse versioned(ServerResponse response, Resource resource) {
        return versioned(response, resource.etag(), resource.modified());
    }

    static ServerResponse versioned(ServerResponse response, String etag, long modified) {
        return response.header("ETag", etag).header("Last-Modified", Ticks.header(modified));
    }

    static ServerResponse status(int status) {
        return ServerResponse.status(status);
    }

    /** An error with its whole body. */
    static ServerResponse error(BatchFault fault, String base, String requestId, long now, boolean withBody) {
        ServerResponse response = ServerResponse.status(fault.error.status);
        if (fault.retryAfter() > 0) {
            response = response.header("Retry-After", String.valueOf(fault.retryAfter()));
        }
        if (!withBody || fault.error.status == 304) {
            return response;
        }
        return response.body(JSON, Trees.bytes(body(fault, base, requestId, now)));
    }

    static ObjectNode body(BatchFault fault, String base, String requestId, long now) {
        ObjectNode body = Trees.object();
        body.put(
                "odata.metadata",
                base + "/$metadata#Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element");
        body.put("code", fault.error.code);
        body.putObject("message")
                .put("lang", "en-US")
                .put("value", fault.getMessage() + "\nRequestId:" + requestId + "\nTime:" + Ticks.text(now));
        if (!fault.values.isEmpty()) {
            JsonNode values = Trees.array(
                    fault.values.entrySet(),
                    value -> Trees.object().put("key", value.getKey()).put("value", value.getValue()));
            body.set("values", values);
        }
        return body;
    }
}
