package io.github.latchkey.auth;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key, by which an application proves itself. Immutable. Only RSA keys: Entra ID takes
 * no others for this purpose.
 */
public final class ClientCertificate {

    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    private ClientCertificate(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
        if (this.chain.isEmpty()) {
            throw new InvalidOptionException("certificate", null, "there is no certificate beside the key.");
        }
        PublicKey publicKey = certificate().getPublicKey();
        if (!"RSA".equals(publicKey.getAlgorithm())) {
            throw new InvalidOptionException(
                    "certificate", publicKey.getAlgorithm(), "Entra ID takes certificates with RSA keys only.");
        }
        if (!belongTogether(publicKey, privateKey)) {
            throw InvalidOptionException.secret(
                    "privateKey", "it does not belong to the certificate; give the two that were made together.");
        }
    }

    /**
     * Takes a key and its certificate as they are, for example from a {@link java.security.KeyStore} or a hardware
     * module.
     *
     * @param privateKey an RSA key
     * @param chain the key's certificate first, then, optionally, its issuers
     * @return the certificate
     * @throws InvalidOptionException if there is no certificate, the key is no RSA key, or the two do not belong
     *     together
     */
    public static ClientCertificate of(PrivateKey privateKey, List<X509Certificate> chain) {
        return new ClientCertificate(privateKey, chain);
    }

    /**
     * Reads PEM text: one private key (PKCS#8, encrypted PKCS#8 or PKCS#1) and its certificate, in any order,
     * optionally followed by the issuers.
     *
     * @param pem the text
     * @param password of the encrypted key; {@code null} where it is not encrypted
     * @return the certificate
     * @throws InvalidOptionException if something is missing, cannot be read or decrypted, or does not belong together
     */
    public static ClientCertificate ofPem(String pem, @Nullable String password) {
        return PemReader.read(pem, password);
    }

    /**
     * Reads a PKCS#12 archive, the form of {@code .pfx} and {@code .p12} files.
     *
     * @param archive the bytes
     * @param password of the archive; {@code null} where it has none
     * @return the certificate
     * @throws InvalidOptionException if the archive cannot be read or opened, or does not hold exactly one private key
     *     with its certificate
     */
    public static ClientCertificate ofPfx(byte[] archive, @Nullable String password) {
        return PfxReader.read(archive, password);
    }

    /**
     * Returns the private key.
     *
     * @return the secret
     */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /**
     * Returns the certificate itself.
     *
     * @return the first of the chain
     */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * Returns the certificate and its issuers as far as they are known.
     *
     * @return at least one
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * Requires that the certificate can be used at a time, and says plainly when it cannot: Entra ID's own answer to an
     * expired certificate speaks of a signature.
     *
     * @param now the time
     * @throws PermanentAuthenticationException if it has expired or is not valid yet
     */
    public void requireValidAt(Instant now) {
        Instant end = certificate().getNotAfter().toInstant();
        Instant start = certificate().getNotBefore().toInstant();
        boolean expired = now.isAfter(end);
        if (expired || now.isBefore(start)) {
            throw new PermanentAuthenticationException(
                    "The client certificate "
                            + certificate().getSubjectX500Principal().getName()
                            + (expired ? " expired at " + end : " is not valid before " + start),
                    ErrorDetails.builder()
                            .remedy(
                                    expired
                                            ? "Put a new certificate in its place and upload it to the application."
                                            : "Check this machine's clock, or wait.")
                            .build(),
                    null);
        }
    }

    /**
     * Describes the certificate without its key.
     *
     * @return the subject and the end of its validity
     */
    @Override
    public String toString() {
        X509Certificate certificate = certificate();
        return "ClientCertificate[" + certificate.getSubjectX500Principal().getName() + ", notAfter="
                + certificate.getNotAfter().toInstant() + "]";
    }

    static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        if (!"RSA".equals(privateKey.getAlgorithm())) {
            return false;
        }
        // A key that stays in a hardware module shows nothing to compare.
        return !(publicKey instanceof RSAKey shown
                && privateKey instanceof RSAKey hidden
                && !shown.getModulus().equals(hidden.getModulus()));
    }
}
