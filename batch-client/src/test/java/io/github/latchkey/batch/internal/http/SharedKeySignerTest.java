package io.github.latchkey.batch.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latchkey.auth.InvalidOptionException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // each line end is part of what is signed, so it is written out
class SharedKeySignerTest {

    private static final String URL = "https://acct.westus.batch.azure.com";

    private final SharedKeySigner signer =
            new SharedKeySigner("Acct", "a2V5", Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    @Test
    void stringToSign_ofAPost_listsWhatTheServiceLists() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set("Content-Type", "application/json; odata=minimalmetadata")
                .set("Content-Length", 12)
                .set("If-Match", "0x1")
                .set("client-request-id", "not signed")
                .set("Ocp-Range", "bytes=0-9")
                .set("ocp-date", "Fri, 02 Jan 2026 03:04:05 GMT");

        assertThat(signer.stringToSign("POST", URL + "/jobs?timeout=30&api-version=2024-02-01.19.0", headers))
                .isEqualTo("POST\n\n\n12\n\napplication/json; odata=minimalmetadata\n\n\n0x1\n\n\n\n"
                        + "ocp-date:Fri, 02 Jan 2026 03:04:05 GMT\nocp-range:bytes=0-9\n"
                        + "/acct/jobs\napi-version:2024-02-01.19.0\ntimeout:30");
    }

    @Test
    void stringToSign_ofALink_takesDecodedValuesAndTheEncodedPath() {
        String uri =
                URL + "/jobs/j/tasks/t/files/wd%2Fa%20b?$skiptoken=a|b%20c+d&Api-Version=1&$filter=id%20eq%20%27x%27";

        assertThat(signer.stringToSign("GET", uri, new DefaultHttpHeaders()))
                .endsWith(
                        "/acct/jobs/j/tasks/t/files/wd%2Fa%20b\n$filter:id eq 'x'\n$skiptoken:a|b c+d\napi-version:1");
    }

    @Test
    void stringToSign_putsTheDateOnlyWhereNoOcpDateIs() {
        HttpHeaders headers = new DefaultHttpHeaders().set("Date", "D").set("If-Modified-Since", "M");

        assertThat(signer.stringToSign("GET", URL + "/jobs", headers)).startsWith("GET\n\n\n\n\n\nD\nM\n\n\n\n\n/acct");
    }

    /** The signature was computed apart, with OpenSSL over the same string and key. */
    @Test
    void signature_isTheHmacOfTheString() {
        Prepared request = new Prepared(
                Operation.JOB_GET, URL + "/jobs/j?api-version=2024-02-01.19.0", new DefaultHttpHeaders(), null);

        signer.signNow(request);

        assertThat(request.headers().get("Authorization"))
                .isEqualTo("SharedKey Acct:Wi7e6yO4JoQLnzY0vDBMtPLAbtS0ieaii8wFJNHFRWI=");
    }

    @Test
    void key_thatIsNoBase64_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> new SharedKeySigner("acct", "no base64!", Clock.systemUTC()))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageNotContaining("no base64!");
    }
}
