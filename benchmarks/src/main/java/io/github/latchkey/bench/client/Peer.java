package io.github.latchkey.bench.client;

import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.latchkey.batch.internal.json.JsonDoor;
import java.util.function.Function;

/** Who is compared. */
@SuppressWarnings("ImmutableEnumChecker") // the makers hold nothing
enum Peer {
    /** The floor. */
    BARE("bare reactor-netty, nothing decoded", BareNetty::new),
    /** The least that can be done by hand. */
    HAND_WRITTEN(
            "hand-written streaming (jackson-core) on reactor-netty",
            site -> new Decoding(site, new HandWrittenJson())),
    /** What one would write with care. */
    DATA_BIND(
            "Jackson data-bind, purpose-made timestamp reader, on reactor-netty",
            site -> new Decoding(site, new DataBind(JsonDoor.timeModule()))),
    /** What one would write first. */
    DATA_BIND_JDK(
            "Jackson data-bind, JDK date parsing, on reactor-netty",
            site -> new Decoding(site, new DataBind(new JavaTimeModule()))),
    /** This project. */
    LATCHKEY("latchkey-batch-client", Latchkey::new),
    /** What the vendor's current libraries are built from. */
    AZURE_PIPELINE("azure-core pipeline (azure-core-http-netty, bearer, retry), Jackson", AzurePipeline::new),
    /** The vendor's older client. */
    AZURE_BATCH("azure-batch 11.2.0 (okhttp, blocking)", AzureBatch::new);

    private final String label;
    private final Function<Site, Contender> maker;

    Peer(String label, Function<Site, Contender> maker) {
        this.label = label;
        this.maker = maker;
    }

    String label() {
        return label;
    }

    Contender start(Site site) {
        return maker.apply(site);
    }
}
