package io.github.latchkey.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.testkit.tls.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCertificateTest {

    private static final TestCertificate ONE = TestCertificate.selfSigned("one");
    private static final TestCertificate TWO = TestCertificate.selfSigned("two");
    private static final String PASSWORD = "sesame";

    @TempDir
    private Path directory;

    private static void assertIsOne(ClientCertificate certificate) {
        assertThat(certificate.certificate()).isEqualTo(ONE.certificate());
        assertThat(certificate.privateKey().getEncoded())
                .isEqualTo(ONE.privateKey().getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static String encrypted(PrivateKey key, String scheme) throws GeneralSecurityException, IOException {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
        PBEParameterSpec spec = new PBEParameterSpec(salt, 2048, new IvParameterSpec(new byte[16]));
        SecretKey secret = SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(PASSWORD.toCharArray()));
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(Cipher.ENCRYPT_MODE, secret, spec);
        // The JDK reads the name of this scheme, PBES2 (RFC 8018, appendix A.4), but does not write it.
        byte[] name = {0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x05, 0x0d};
        byte[] algorithm = element(0x30, name, cipher.getParameters().getEncoded());
        return pem("ENCRYPTED PRIVATE KEY", element(0x30, algorithm, element(0x04, cipher.doFinal(key.getEncoded()))));
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.writeBytes(
                length < 0x80
                        ? new byte[] {(byte) tag, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length});
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    @Test
    void ofPem_keyBeforeOrAfterCertificate_isRead() {
        assertIsOne(ClientCertificate.ofPem(ONE.privateKeyPem() + ONE.certificatePem(), null));
        assertIsOne(ClientCertificate.ofPem("Bag Attributes\n" + ONE.certificatePem() + ONE.privateKeyPem(), null));
    }

    @Test
    void ofPem_withIssuersInAnyOrder_putsTheKeysCertificateFirst() {
        ClientCertificate certificate =
                ClientCertificate.ofPem(TWO.certificatePem() + ONE.certificatePem() + ONE.privateKeyPem(), null);

        assertThat(certificate.chain()).containsExactly(ONE.certificate(), TWO.certificate());
    }

    @Test
    void ofPem_oldRsaForm_isRead() {
        // PKCS#8 wraps the older form after a head of 26 bytes for keys of this size.
        byte[] pkcs8 = ONE.privateKey().getEncoded();
        String old = pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));

        assertIsOne(ClientCertificate.ofPem(old + ONE.certificatePem(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PBEWithHmacSHA256AndAES_256", "PBEWithHmacSHA1AndAES_128"})
    void ofPem_encryptedKey_isDecrypted(String scheme) throws GeneralSecurityException, IOException {
        String pem = encrypted(ONE.privateKey(), scheme) + ONE.certificatePem();

        assertIsOne(ClientCertificate.ofPem(pem, PASSWORD));
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ClientCertificate.ofPem(pem, "wrong-password"))
                .withMessageContaining("password is wrong")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong-password"));
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ClientCertificate.ofPem(pem, null))
                .withMessageContaining("give its password");
    }

    @Test
    void ofPfx_keyWithoutACertificate_saysSo() throws GeneralSecurityException, IOException {
        String key = encrypted(ONE.privateKey(), "PBEWithHmacSHA256AndAES_256");
        KeyStore archive = KeyStore.getInstance("PKCS12");
        archive.load(null, null);
        archive.setKeyEntry("key", Base64.getMimeDecoder().decode(key.replaceAll("-----.*-----", "")), null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        archive.store(bytes, PASSWORD.toCharArray());

        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ClientCertificate.ofPfx(bytes.toByteArray(), PASSWORD))
                .withMessageContainingAll("no certificate beside the key", "openssl pkcs12");
    }

    @Test
    void ofPem_keyEncryptedByTripleDes_isDecrypted() throws GeneralSecurityException {
        byte[] salt = {8, 7, 6, 5, 4, 3, 2, 1};
        byte[] iv = {1, 1, 2, 3, 5, 8, 13, 21};
        SecretKey derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), salt, 2048, 192));
        Cipher cipher = Cipher.getInstance("DESede/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived.getEncoded(), "DESede"), new IvParameterSpec(iv));
        byte[] function = element(0x30, HexFormat.of().parseHex("06082a864886f70d02090500"));
        byte[] derivation = element(
                0x30,
                HexFormat.of().parseHex("06092a864886f70d01050c"),
                element(0x30, element(0x04, salt), element(0x02, new byte[] {8, 0}), function));
        byte[] encryption = element(0x30, HexFormat.of().parseHex("06082a864886f70d0307"), element(0x04, iv));
        byte[] algorithm =
                element(0x30, HexFormat.of().parseHex("06092a864886f70d01050d"), element(0x30, derivation, encryption));
        String key = pem(
                "ENCRYPTED PRIVATE KEY",
                element(
                        0x30,
                        algorithm,
                        element(0x04, cipher.doFinal(ONE.privateKey().getEncoded()))));

        assertIsOne(ClientCertificate.ofPem(key + ONE.certificatePem(), PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3003020100", "30823082", "300d300b06092a864886f70d010503"})
    void ofPem_encryptedKeyThatIsNone_isRefused(String der) {
        String pem = pem("ENCRYPTED PRIVATE KEY", HexFormat.of().parseHex(der));

        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ClientCertificate.ofPem(pem + ONE.certificatePem(), PASSWORD))
                .withMessageContaining("cannot be decrypted");
    }

    @Test
    void ofPem_unusable_saysWhy() throws GeneralSecurityException {
        PrivateKey elliptic =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();

        assertRefused(ONE.certificatePem(), "no private key");
        assertRefused(ONE.privateKeyPem(), "no certificate");
        assertRefused(ONE.privateKeyPem() + TWO.certificatePem(), "does not belong");
        assertRefused(ONE.privateKeyPem() + TWO.privateKeyPem() + ONE.certificatePem(), "more than one");
        assertRefused(pem("PRIVATE KEY", elliptic.getEncoded()) + ONE.certificatePem(), "no RSA key");
        assertRefused(pem("EC PRIVATE KEY", new byte[] {1}) + ONE.certificatePem(), "elliptic");
        assertRefused(pem("CERTIFICATE", new byte[] {1, 2}) + ONE.privateKeyPem(), "no X.509 certificate");
        assertRefused(
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "openssl pkcs8");
        assertRefused("", "no private key");
    }

    private static void assertRefused(String pem, String reason) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ClientCertificate.ofPem(pem, null))
                .withMessageContaining(reason);
    }

    @Test
    void ofPfx_withItsPassword_isRead() {
        assertIsOne(ClientCertificate.ofPfx(ONE.pkcs12(PASSWORD), PASSWORD));
    }

    @Test
    void ofPfx_wrongPasswordOrNoArchive_isRefused() {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ClientCertificate.ofPfx(ONE.pkcs12(PASSWORD), "wrong-password"))
                .withMessageContaining("password is wrong")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong-password"));
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ClientCertificate.ofPfx(new byte[] {1, 2, 3}, null));
    }

    @Test
    void certificateFile_replaced_isReadAgainAndElseParsedOnce() throws IOException {
        Path file = directory.resolve("app.pem");
        Files.writeString(file, ONE.privateKeyPem() + ONE.certificatePem());
        Supplier<ClientCertificate> supplier = credential(file).certificateSupplier();

        ClientCertificate first = supplier.get();
        assertIsOne(first);
        assertThat(supplier.get()).isSameAs(first);

        Files.write(file, TWO.pkcs12(""));
        assertThat(supplier.get().certificate()).isEqualTo(TWO.certificate());
    }

    @Test
    void certificateFile_halfWritten_keepsTheOneBeforeUntilTheNextIsWhole() throws IOException {
        Path file = directory.resolve("app.pem");
        String next = TWO.privateKeyPem() + TWO.certificatePem();
        Files.writeString(file, ONE.privateKeyPem() + ONE.certificatePem());
        Supplier<ClientCertificate> supplier = credential(file).certificateSupplier();
        ClientCertificate first = supplier.get();

        for (String part :
                List.of("", next.substring(0, 200), TWO.privateKeyPem(), ONE.privateKeyPem() + TWO.certificatePem())) {
            Files.writeString(file, part);
            assertThat(supplier.get()).isSameAs(first);
        }

        Files.writeString(file, next);
        assertThat(supplier.get().certificate()).isEqualTo(TWO.certificate());
    }

    @Test
    void certificateFile_brokenAndTheOneBeforeExpiredOrAbsent_saysWhatIsWrong() throws IOException {
        Instant now = Instant.now();
        TestCertificate old =
                TestCertificate.selfSigned("old", now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
        Path file = directory.resolve("app.pem");
        Files.writeString(file, old.privateKeyPem() + old.certificatePem());
        Supplier<ClientCertificate> supplier = credential(file).certificateSupplier();
        assertThat(supplier.get()).isNotNull();
        Files.writeString(file, TWO.privateKeyPem());

        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(supplier::get);
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> credential(file).certificateSupplier().get());
    }

    @Test
    void certificateFile_absent_isNoticedWhenItIsNeeded() {
        Path file = directory.resolve("absent.pem");
        ClientCertificateCredential credential = credential(file);

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> credential.certificateSupplier().get())
                .withMessageContaining("absent.pem");
    }

    @Test
    void certificateFile_huge_isNotRead() throws IOException {
        Path file = directory.resolve("huge.pem");
        Files.write(file, new byte[(1 << 20) + 1]);

        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> credential(file).certificateSupplier().get());
    }

    @Test
    void toString_ofACertificate_namesSubjectAndExpiryAlone() {
        assertThat(ClientCertificate.of(ONE.privateKey(), List.of(ONE.certificate()))
                        .toString())
                .contains("CN=one", "notAfter=")
                .doesNotContain("RSA");
    }

    private static ClientCertificateCredential credential(Path file) {
        return Credential.clientCertificate()
                .tenantId("contoso.example")
                .clientId("app")
                .certificateFile(file)
                .build();
    }
}
