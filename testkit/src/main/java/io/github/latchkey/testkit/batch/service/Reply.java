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
        if (call.account.quirks().metadataMembers()) {
            body.put("odata.metadata", call.base() + "/$metadata#" + metadata);
        }
        body.setAll(node);
        return chunked(JSON, Trees.bytes(body));
    }

    /** An answer without its length. */
    static ServerResponse chunked(String type, byte[] body) {
        // Hidden, because a source of one known element would be sent with its length, and the service sends chunks.
        return ServerResponse.status(200).stream(type, Flux.just(body).hide());
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
    static ServerResponse error(
            BatchFault fault, String base, String requestId, BatchAccount account, boolean withBody) {
        ServerResponse response = ServerResponse.status(fault.error.status);
        if (fault.retryAfter() > 0) {
            response = response.header("Retry-After", String.valueOf(fault.retryAfter()));
        }
        if (!withBody || fault.error.status == 304) {
            return response;
        }
        ObjectNode body = body(fault, base, requestId, account.now());
        if (!account.quirks().metadataMembers()) {
            body.remove("odata.metadata");
        }
        return response.body(JSON, Trees.bytes(body));
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
