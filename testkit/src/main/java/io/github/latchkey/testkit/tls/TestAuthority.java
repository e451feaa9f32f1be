package io.github.latchkey.testkit.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * A certificate authority for tests: issues server certificates and hands out everything that a client needs to trust
 * them.
 *
 * <p>Keys are elliptic (P-256), so that making an authority or a certificate takes a millisecond or two. An authority
 * is valid for ten years and a server certificate for one. Validity follows the machine's real time, because TLS
 * clients check it against that. Both have what the strict check of OpenSSL and of Python asks for. Immutable and safe
 * for use by many threads; what it hands out may be shared as well.
 */
public final class TestAuthority {

    /** The names that every server certificate carries: loopback, and the real hosts for those who redirect by DNS. */
    private static final List<String> USUAL_NAMES = List.of(
            "localhost",
            "127.0.0.1",
            "::1",
            "login.microsoftonline.com",
            "login.microsoft.com",
            "login.windows.net",
            "sts.windows.net",
            "login.partner.microsoftonline.cn",
            "login.chinacloudapi.cn",
            "login.microsoftonline.us",
            "login.usgovcloudapi.net",
            "*.batch.azure.com",
            "*.batch.chinacloudapi.cn",
            "*.batch.usgovcloudapi.net");

    /** The file with the authority's certificate, in a directory that {@link #keptIn} has made. */
    public static final String CERTIFICATE_FILE = "ca.pem";

    private static final String KEY_FILE = "ca-key.pem";

    private static final AlgorithmParameterSpec P_256 = new ECGenParameterSpec("secp256r1");

    /** Ten years: those who trust an authority shall have to do so only once. */
    private static final Duration OWN_VALIDITY = Duration.ofDays(3650);

    /** A year: some clients refuse server certificates that live longer than 825 days. */
    private static final Duration SERVER_VALIDITY = Duration.ofDays(365);

    private final TestCertificate own;

    /** Made when it is first needed. Two threads may both make it, which does no harm. */
    private volatile @Nullable TestCertificate usualServerCertificate;

    /** Made when it is first needed, as well. */
    private volatile @Nullable SslContext clientContext;

    private TestAuthority(TestCertificate own) {
        this.own = own;
    }

    /**
     * Makes a new authority that exists in memory only.
     *
     * @return an authority that nobody trusts yet
     */
    public static TestAuthority create() {
        KeyPair keys = TestCertificate.newKeys("EC", P_256);
        X509Certificate certificate = newCertificate("Latchkey test authority", OWN_VALIDITY, keys)
                .authority()
                .usage(NewCertificate.KEY_CERT_SIGN | NewCertificate.CRL_SIGN)
                .selfSigned(keys.getPrivate());
        return new TestAuthority(new TestCertificate(certificate, keys.getPrivate()));
    }

    /**
     * Returns the authority that all fakes of this JVM use when they are not given another one, so that trust has to be
     * arranged only once. It is made on first use.
     *
     * @return always the same authority
     */
    public static TestAuthority shared() {
        return Shared.AUTHORITY;
    }

    /**
     * Returns the authority kept in a directory, and makes it there when the directory holds none. Trust that was
     * arranged once outlives the process that way.
     *
     * <p>The directory holds {@value #CERTIFICATE_FILE} and {@value #KEY_FILE}; the key is readable by its owner only
     * where the file system knows such permissions. Reads and writes files on the calling thread.
     *
     * @param directory made when it does not exist
     * @return the kept authority
     * @throws IOException if the directory cannot be read or written, or holds something else than an authority that
     *     clients would take: an expired one, one without key identifiers, a key of another certificate
     */
    public static TestAuthority keptIn(Path directory) throws IOException {
        Path certificateFile = directory.resolve(CERTIFICATE_FILE);
        Path keyFile = directory.resolve(KEY_FILE);
        if (Files.exists(certificateFile) && Files.exists(keyFile)) {
            return read(certificateFile, keyFile);
        }
        Files.createDirectories(directory);
        TestAuthority made = create();
        Files.deleteIfExists(keyFile);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(keyFile, made.own.privateKeyPem());
        made.writePem(certificateFile);
        return made;
    }

    private static TestAuthority read(Path certificateFile, Path keyFile) throws IOException {
        try {
            X509Certificate certificate = Pem.certificate(Files.readString(certificateFile, StandardCharsets.US_ASCII));
            PrivateKey key =
                    Pem.privateKey(Files.readString(keyFile, StandardCharsets.US_ASCII), certificate.getPublicKey());
            TestAuthority kept = new TestAuthority(new TestCertificate(certificate, key));
            kept.checkUsable();
            return kept;
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException broken) {
            throw new IOException(
                    "no usable certificate authority in " + certificateFile + " and " + keyFile + " ("
                            + broken.getMessage() + "); remove both files to have a new one made, which then has to be"
                            + " trusted anew",
                    broken);
        }
    }

    /** Refuses an authority whose server certificates no client would take. */
    private void checkUsable() throws GeneralSecurityException {
        certificate().checkValidity();
        if (certificate().getExtensionValue(NewCertificate.SUBJECT_KEY_ID) == null) {
            throw new CertificateException("it has no subject key identifier, without which strict clients refuse it");
        }
        try {
            issueServerCertificate(List.of()).certificate().verify(certificate().getPublicKey());
        } catch (SignatureException | InvalidKeyException otherKey) {
            throw new CertificateException("the key does not belong to the certificate", otherKey);
        }
    }

    /**
     * Issues a server certificate for loopback ({@code localhost}, {@code 127.0.0.1}, {@code ::1}), for the real Entra
     * ID and Batch hosts, and for more names.
     *
     * @param moreNames host names, wildcard names or IP addresses
     * @return a new certificate with a new key; always the same one when there are no more names, so that servers start
     *     quickly
     */
    public TestCertificate issueServerCertificate(Collection<String> moreNames) {
        if (!moreNames.isEmpty()) {
            return newServerCertificate(moreNames);
        }
        TestCertificate known = usualServerCertificate;
        if (known == null) {
            known = newServerCertificate(moreNames);
            usualServerCertificate = known;
        }
        return known;
    }

    private TestCertificate newServerCertificate(Collection<String> moreNames) {
        Set<String> names = new LinkedHashSet<>(USUAL_NAMES);
        names.addAll(moreNames);
        KeyPair keys = TestCertificate.newKeys("EC", P_256);
        X509Certificate certificate = newCertificate("localhost", SERVER_VALIDITY, keys)
                .usage(NewCertificate.DIGITAL_SIGNATURE)
                .serverAuthentication()
                .names(names)
                .signedBy(own);
        return new TestCertificate(certificate, keys.getPrivate());
    }

    /**
     * Returns the authority's own certificate.
     *
     * @return the certificate to trust
     */
    public X509Certificate certificate() {
        return own.certificate();
    }

    /**
     * Returns the authority's own certificate in PEM form.
     *
     * @return one {@code CERTIFICATE} block
     */
    public String certificatePem() {
        return own.certificatePem();
    }

    /**
     * Writes the authority's own certificate to a PEM file, as curl, OpenSSL, Node ({@code NODE_EXTRA_CA_CERTS}) and
     * Python ({@code REQUESTS_CA_BUNDLE}) take it.
     *
     * @param file written over when it exists
     * @return the file
     * @throws IOException if the file cannot be written
     */
    public Path writePem(Path file) throws IOException {
        return Files.writeString(file, certificatePem(), StandardCharsets.US_ASCII);
    }

    /**
     * Returns a key store that holds the authority's certificate as its only entry.
     *
     * @return a new PKCS#12 store in memory
     */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("latchkey-test-authority", certificate());
            return store;
        } catch (GeneralSecurityException | IOException failed) {
            throw new IllegalStateException("cannot make a trust store", failed);
        }
    }

    /**
     * Writes a PKCS#12 trust store, as {@code -Djavax.net.ssl.trustStore} takes it.
     *
     * @param file written over when it exists
     * @param password protects the store's integrity
     * @return the file
     * @throws IOException if the file cannot be written
     */
    public Path writeTrustStore(Path file, String password) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            trustStore().store(out, password.toCharArray());
        } catch (GeneralSecurityException failed) {
            throw new IOException("cannot write the trust store " + file, failed);
        }
        return file;
    }

    /**
     * Returns a TLS context that trusts this authority and nobody else, for the JDK's HTTP client and for everything
     * else that takes one.
     *
     * @return a new context without a client certificate
     */
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trustStore());
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("cannot make a TLS context", failed);
        }
    }

    /**
     * Returns a netty TLS context that trusts this authority and nobody else.
     *
     * @return always the same context, without a client certificate, on the JDK's own TLS
     */
    public SslContext clientContext() {
        SslContext known = clientContext;
        if (known == null) {
            known = newClientContext();
            clientContext = known;
        }
        return known;
    }

    private SslContext newClientContext() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(certificate())
                    .build();
        } catch (SSLException failed) {
            throw new IllegalStateException("cannot make a TLS context", failed);
        }
    }

    /**
     * Returns a reactor-netty client that trusts this authority and nobody else, with reactor-netty's own defaults for
     * all the rest.
     *
     * @return a new client
     */
    public HttpClient httpClient() {
        return trustedBy(HttpClient.create());
    }

    /**
     * Returns a copy of a reactor-netty client that trusts this authority and nobody else, and keeps the client's other
     * settings.
     *
     * @param client the client to copy
     * @return the copy
     */
    public HttpClient trustedBy(HttpClient client) {
        SslContext context = clientContext();
        return client.secure(tls -> tls.sslContext(context));
    }

    private static NewCertificate newCertificate(String commonName, Duration validity, KeyPair keys) {
        Instant now = Instant.now();
        return new NewCertificate(
                NewCertificate.named(commonName), now.minus(Duration.ofDays(1)), now.plus(validity), keys.getPublic());
    }

    @Override
    public String toString() {
        return "TestAuthority[" + certificate().getSubjectX500Principal().getName() + "]";
    }

    /** Made by the first caller that asks, thanks to lazy class initialization. */
    private static final class Shared {
        static final TestAuthority AUTHORITY = create();
    }
}
