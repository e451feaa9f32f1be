package io.github.latchkey.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TestAuthorityTest {

    @TempDir
    Path directory;

    @Test
    void issueServerCertificate_usualAndMoreNames_namesAllOfThem() throws CertificateException {
        TestCertificate certificate =
                TestAuthority.create().issueServerCertificate(List.of("*.westeurope.batch.azure.com", "192.0.2.1"));

        Collection<String> names = certificate.certificate().getSubjectAlternativeNames().stream()
                .map(name -> (String) name.get(1))
                .collect(Collectors.toSet());
        assertThat(names)
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "login.microsoftonline.com", "*.batch.azure.com")
                .contains("*.westeurope.batch.azure.com", "192.0.2.1");
    }

    @Test
    void issueServerCertificate_always_isSignedByTheAuthority() throws Exception {
        TestAuthority authority = TestAuthority.create();

        TestCertificate issued = authority.issueServerCertificate(List.of());

        issued.certificate().verify(authority.certificate().getPublicKey());
    }

    @Test
    void extensions_serverCertificate_leadFromItsIssuersKeyToItsOwn() {
        TestAuthority authority = TestAuthority.create();
        X509Certificate server = authority.issueServerCertificate(List.of()).certificate();

        byte[] issuerKey = keyId(authority.certificate());
        assertThat(issuerKey).hasSize(20).isNotEqualTo(keyId(server));
        // An octet string that holds a sequence with the identifier under the tag 0.
        assertThat(server.getExtensionValue("2.5.29.35"))
                .startsWith(0x04, 24, 0x30, 22, 0x80, 20)
                .endsWith(issuerKey);
        assertThat(authority.certificate().getCriticalExtensionOIDs())
                .as("basic constraints and key usage")
                .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(server.getCriticalExtensionOIDs()).containsExactly("2.5.29.15");
    }

    @Test
    void validity_serverCertificate_isShortEnoughForAllClientsAndThatOfTheAuthorityLong() {
        TestAuthority authority = TestAuthority.create();

        assertThat(validity(authority.issueServerCertificate(List.of()).certificate()))
                .isBetween(Duration.ofDays(360), Duration.ofDays(398));
        assertThat(validity(authority.certificate())).isGreaterThan(Duration.ofDays(3600));
    }

    @Test
    void opensslVerify_strict_findsNoFault() throws Exception {
        assumeTrue(isOnThePath("openssl"), "there is no openssl on the PATH");
        TestAuthority authority = TestAuthority.create();
        Path trusted = authority.writePem(directory.resolve("ca.pem"));
        Path server = Files.writeString(
                directory.resolve("server.pem"),
                authority.issueServerCertificate(List.of("kit.local")).certificatePem());
        Path own = Files.writeString(
                directory.resolve("own.pem"), TestCertificate.selfSigned("app").certificatePem());

        assertThat(opensslVerify(trusted, server)).isEqualTo(server + ": OK");
        assertThat(opensslVerify(own, own)).isEqualTo(own + ": OK");
    }

    private static byte[] keyId(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue("2.5.29.14");
        assertThat(value).startsWith(0x04, 22, 0x04, 20);
        return Arrays.copyOfRange(value, 4, value.length);
    }

    private static Duration validity(X509Certificate certificate) {
        return Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    private static String opensslVerify(Path trusted, Path certificate) throws IOException {
        ProcessBuilder openssl = new ProcessBuilder(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        trusted.toString(),
                        certificate.toString())
                .redirectErrorStream(true);
        try (InputStream said = openssl.start().getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void keptIn_secondTime_returnsTheSameAuthority() throws Exception {
        TestAuthority first = TestAuthority.keptIn(directory.resolve("ca"));
        TestAuthority second = TestAuthority.keptIn(directory.resolve("ca"));

        assertThat(second.certificate()).isEqualTo(first.certificate());
        second.issueServerCertificate(List.of())
                .certificate()
                .verify(first.certificate().getPublicKey());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keptIn_newDirectory_keepsTheKeyFromOthers() throws IOException {
        TestAuthority.keptIn(directory);

        assertThat(Files.getPosixFilePermissions(directory.resolve("ca-key.pem")))
                .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void keptIn_brokenFiles_saysWhichAndWhatToDo() throws IOException {
        Files.writeString(directory.resolve("ca.pem"), "nonsense");
        Files.writeString(directory.resolve("ca-key.pem"), "nonsense");

        assertThatThrownBy(() -> TestAuthority.keptIn(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca-key.pem")
                .hasMessageContaining("remove both files");
    }

    @Test
    void keptIn_keyOfAnotherCertificate_isRefused() throws IOException {
        TestAuthority.keptIn(directory);
        TestAuthority.keptIn(directory.resolve("other"));
        Files.copy(
                directory.resolve("other/ca-key.pem"),
                directory.resolve("ca-key.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> TestAuthority.keptIn(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the key does not belong to the certificate")
                .hasMessageContaining("remove both files");
    }

    @Test
    void keptIn_authorityWithoutKeyIdentifier_isRefused() throws Exception {
        KeyPair keys = TestCertificate.newKeys("EC", new ECGenParameterSpec("secp256r1"));
        byte[] algorithm = Der.sequence(Der.objectIdentifier("1.2.840.10045.4.3.2"));
        byte[] name = NewCertificate.named("old").getEncoded();
        Instant now = Instant.now();
        // As the first version of certificates was, without any extension.
        byte[] content = Der.sequence(
                Der.integer(BigInteger.ONE),
                algorithm,
                name,
                Der.sequence(Der.time(now), Der.time(now.plusSeconds(3600))),
                name,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] old = Der.sequence(content, algorithm, Der.bits(signature.sign()));
        CertificateFactory reader = CertificateFactory.getInstance("X.509");
        X509Certificate certificate = (X509Certificate) reader.generateCertificate(new ByteArrayInputStream(old));
        Files.writeString(directory.resolve("ca.pem"), Pem.of(certificate));
        Files.writeString(directory.resolve("ca-key.pem"), Pem.of(keys.getPrivate()));

        assertThatThrownBy(() -> TestAuthority.keptIn(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no subject key identifier")
                .hasMessageContaining("remove both files");
    }

    @Test
    void writeTrustStore_readBack_holdsTheCertificate() throws Exception {
        TestAuthority authority = TestAuthority.create();
        Path file = authority.writeTrustStore(directory.resolve("trust.p12"), "changeit");

        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());

        assertThat(store.size()).isEqualTo(1);
        assertThat(store.getCertificate(store.aliases().nextElement())).isEqualTo(authority.certificate());
    }

    @Test
    void pkcs12_selfSigned_holdsKeyAndCertificate() throws Exception {
        TestCertificate certificate = TestCertificate.selfSigned("app");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(certificate.pkcs12("secret")), "secret".toCharArray());

        String alias = store.aliases().nextElement();
        assertThat(store.getKey(alias, "secret".toCharArray())).isEqualTo(certificate.privateKey());
        assertThat(store.getCertificate(alias)).isEqualTo(certificate.certificate());
    }

    @Test
    void toString_certificate_hidesTheKey() {
        assertThat(TestCertificate.selfSigned("app")).hasToString("TestCertificate[CN=app]");
    }
}
