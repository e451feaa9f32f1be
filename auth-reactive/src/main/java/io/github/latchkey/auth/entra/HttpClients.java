package io.github.latchkey.auth.entra;

import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;

/** Prepares HTTP clients for requests that carry credentials. The modules of this project share it. */
public final class HttpClients {

    private HttpClients() {}

    /**
     * Returns a copy of a client that may carry credentials and be cancelled at any time: redirects are not followed, a
     * wire-tap is switched off, and a connection whose answer is dropped on its way is closed, which reactor-netty
     * itself does not do when a cancel comes just then.
     *
     * @param http the client, whose other settings stay
     * @return the copy
     */
    public static HttpClient forCredentials(HttpClient http) {
        return http.followRedirect(false)
                .wiretap(false)
                .mapConnect(answered -> answered.doOnDiscard(Connection.class, Connection::dispose));
    }
}
