package io.github.latchkey.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertPathValidator;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestCertificateTest {

    @Test
    void selfSigned_anyText_isTheSubjectsOnlyPart() {
        X509Certificate certificate =
                TestCertificate.selfSigned("Söder, O=not a part \\ +").certificate();

        assertThat(certificate.getSubjectX500Principal())
                .isEqualTo(certificate.getIssuerX500Principal())
                .extracting(subject -> subject.getName())
                .isEqualTo("CN=Söder\\, O\\=not a part \\\\ \\+");
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(certificate.getKeyUsage())
                .containsExactly(true, false, false, false, false, true, false, false, false);
        assertThat(certificate.getSerialNumber()).isPositive();
    }

    @Test
    void selfSigned_ofThePast_hasExpired() {
        X509Certificate certificate = TestCertificate.selfSigned(
                        "app", Instant.parse("1949-05-06T07:08:09.5Z"), Instant.parse("2000-01-02T03:04:05Z"))
                .certificate();

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo("1949-05-06T07:08:09Z");
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo("2000-01-02T03:04:05Z");
        assertThatThrownBy(certificate::checkValidity).isInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void reissue_twice_keepsAllButTheNumber() throws Exception {
        TestCertificate first = TestCertificate.selfSigned("app");

        X509Certificate second = first.reissue();

        assertThat(second.getSerialNumber()).isNotEqualTo(first.certificate().getSerialNumber());
        assertThat(second.getPublicKey()).isEqualTo(first.certificate().getPublicKey());
        assertThat(second.getSubjectX500Principal())
                .isEqualTo(first.certificate().getSubjectX500Principal());
        assertThat(second.getNotAfter()).isEqualTo(first.certificate().getNotAfter());
        second.verify(first.certificate().getPublicKey());
    }

    @Test
    void certPathValidator_serverCertificate_findsItsAuthority() throws Exception {
        TestAuthority authority = TestAuthority.create();
        X509Certificate server = authority.issueServerCertificate(List.of()).certificate();
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        trust.setRevocationEnabled(false);

        assertThat(CertPathValidator.getInstance("PKIX")
                        .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(server)), trust))
                .isNotNull();
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getKeyUsage()).startsWith(true, false);
    }
}
