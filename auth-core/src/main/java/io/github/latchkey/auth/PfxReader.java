package io.github.latchkey.auth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a private key and its certificates from a PKCS#12 archive, with what the JDK has. */
final class PfxReader {

    private PfxReader() {}

    static ClientCertificate read(byte[] archive, @Nullable String password) {
        char[] secret = password == null ? new char[0] : password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(archive), secret);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw InvalidOptionException.secret(
                        "certificate",
                        "the PKCS#12 archive holds " + keys.size() + " private keys; give one with exactly one.");
            }
            if (!(store.getKey(keys.get(0), secret) instanceof PrivateKey key)) {
                throw InvalidOptionException.secret("certificate", "the PKCS#12 archive's key is no private key.");
            }
            List<X509Certificate> chain = new ArrayList<>();
            Certificate[] found = store.getCertificateChain(keys.get(0));
            if (found == null) {
                throw InvalidOptionException.secret(
                        "certificate",
                        "the PKCS#12 archive holds no certificate beside the key; put both in, as"
                                + " 'openssl pkcs12 -export -inkey key.pem -in cert.pem' does.");
            }
            for (Certificate certificate : found) {
                chain.add((X509Certificate) certificate);
            }
            return ClientCertificate.of(key, chain);
        } catch (GeneralSecurityException | IOException e) {
            throw InvalidOptionException.secret(
                    "certificate",
                    "the PKCS#12 archive cannot be opened: the password is wrong, or it is no such archive.");
        }
    }
}
