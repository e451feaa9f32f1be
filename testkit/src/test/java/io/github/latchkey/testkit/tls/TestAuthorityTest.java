package io.github.latchkey.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
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
