package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What pools, jobs, schedules and certificates have in common: an id, a version, times, and what was sent. */
abstract class Resource {

    /** The .NET time of 1970; ETags of the service are .NET times in hexadecimal. */
    private static final long DOT_NET_EPOCH = 621_355_968_000_000_000L;

    final BatchAccount account;
    final String id;
    final String key;
    final long created;
    private long modified;
    private long version;

    /** What was sent and what the service filled in, without the id. */
    ObjectNode spec;

    Resource(BatchAccount account, String id, ObjectNode spec) {
        this.account = account;
        this.id = id;
        this.key = Ids.key(id);
        this.spec = spec;
        this.created = account.now();
        this.modified = created;
        this.version = account.nextVersion();
    }

    static String etag(long version) {
        return "0x" + Long.toHexString(version + DOT_NET_EPOCH).toUpperCase(Locale.ROOT);
    }

    String etag() {
        return etag(version);
    }

    long modified() {
        return modified;
    }

    /** Marks a change that clients see in the ETag. */
    void touch() {
        modified = account.now();
        version = account.nextVersion();
    }

    /** The path of the resource, from the slash after the host. */
    abstract String path();

    abstract StateTrack<?> states();

    /** Writes the members that every resource shows. */
    ObjectNode head(View view) {
        ObjectNode node = Trees.object();
        node.put("id", id);
        node.put("url", view.base() + path());
        node.put("eTag", etag());
        node.put("lastModified", Ticks.text(modified));
        node.put("creationTime", Ticks.text(created));
        states().write(node);
        return node;
    }
}
