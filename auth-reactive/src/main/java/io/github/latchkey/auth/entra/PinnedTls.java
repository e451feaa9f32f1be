package io.github.latchkey.auth.entra;

import io.github.latchkey.auth.InvalidOptionException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import reactor.netty.http.client.HttpClient;

/**
 * Trusts one certificate, known by its SHA-1 thumbprint, whatever name it bears and whoever issued it: so Service
 * Fabric identifies its endpoint.
 */
final class PinnedTls extends X509ExtendedTrustManager {

    private final String thumbprint;

    private PinnedTls(String thumbprint) {
        this.thumbprint = thumbprint;
    }

    static HttpClient pin(HttpClient http, String thumbprint) {
        String digits = thumbprint.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{40}")) {
            throw new InvalidOptionException(
                    "IDENTITY_SERVER_THUMBPRINT", thumbprint, "it is no SHA-1 thumbprint of 40 hexadecimal digits.");
        }
        try {
            SslContext context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(new PinnedTls(digits))
                    .endpointIdentificationAlgorithm(null)
                    .build();
            return http.secure(tls -> tls.sslContext(context));
        } catch (SSLException e) {
            throw new IllegalStateException("Cannot make a TLS context", e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (!Digests.hex("SHA-1", chain[0].getEncoded()).equals(thumbprint)) {
            throw new CertificateException("The server's certificate is not the one of IDENTITY_SERVER_THUMBPRINT");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notServer();
    }

    private static CertificateException notServer() {
        return new CertificateException("Only servers are checked here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
