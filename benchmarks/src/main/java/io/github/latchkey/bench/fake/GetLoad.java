package io.github.latchkey.bench.fake;

import io.github.latchkey.bench.process.Lines;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * A client in a process of its own. The first line on its input is the header for authorization, each further one a URL
 * and how often to get it, which is answered when it was.
 */
public final class GetLoad {

    private static final int AT_A_TIME = 16;

    private GetLoad() {}

    /**
     * Runs until its input ends.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String authorization = in.readLine();
        HttpClient http =
                HttpClient.create().headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, authorization));
        Lines.say("ready", true);
        String line;
        while ((line = in.readLine()) != null) {
            String[] words = line.split(" ", -1);
            int requests = Integer.parseInt(words[1]);
            Flux.range(0, requests).flatMap(i -> get(http, words[0]), AT_A_TIME).blockLast();
            Lines.say("requests", requests);
        }
        System.exit(0);
    }

    static Mono<byte[]> get(HttpClient http, String url) {
        return http.get().uri(url).responseSingle((response, bytes) -> {
            if (response.status().code() != 200) {
                throw new IllegalStateException(url + " answered " + response.status());
            }
            return bytes.asByteArray();
        });
    }
}
