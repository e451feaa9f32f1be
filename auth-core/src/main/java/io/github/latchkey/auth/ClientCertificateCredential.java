package io.github.latchkey.auth;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service principal that proves itself with the private key of a certificate (RFC 7523, section 2.2). */
public final class ClientCertificateCredential extends ServicePrincipalCredential {

    private final Supplier<ClientCertificate> certificate;
    private final boolean sendCertificateChain;

    private ClientCertificateCredential(Builder builder) {
        super(builder);
        this.certificate = Options.require("certificate", builder.certificate);
        this.sendCertificateChain = builder.sendCertificateChain;
    }

    /**
     * Returns where the certificate comes from.
     *
     * @return the supplier, asked anew on each flight and never on an event loop, so that it may block
     */
    public Supplier<ClientCertificate> certificateSupplier() {
        return certificate;
    }

    /**
     * Tells whether the certificate and its issuers travel with each request ({@code x5c}).
     *
     * @return {@code true} for subject name and issuer authentication
     */
    public boolean sendCertificateChain() {
        return sendCertificateChain;
    }

    /** Builds a {@link ClientCertificateCredential}; tenant, client and certificate are required. Not thread-safe. */
    public static final class Builder extends ApplicationBuilder<Builder> {

        private @Nullable Supplier<ClientCertificate> certificate;
        private boolean sendCertificateChain;

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets a PEM or PKCS#12 file ({@code .pem}, {@code .pfx}, {@code .p12}); its content tells which. It is read on
         * each flight, so that it may be replaced while the program runs. What cannot be read as a certificate may be
         * half written: until it can, the certificate that was read before is used, as long as it is valid.
         *
         * @param file the file with the private key and its certificate
         * @return this builder
         */
        public Builder certificateFile(Path file) {
            return certificateFile(file, null);
        }

        /**
         * Sets a PEM or PKCS#12 file with a password. It is read on each flight, so that it may be replaced while the
         * program runs, as {@link #certificateFile(Path)} says.
         *
         * @param file the file with the private key and its certificate
         * @param password of the archive or of the encrypted key; {@code null} where there is none
         * @return this builder
         */
        public Builder certificateFile(Path file, @Nullable String password) {
            this.certificate = new CertificateFile(Objects.requireNonNull(file, "file"), password);
            return this;
        }

        /**
         * Sets a certificate that never changes.
         *
         * @param certificate the certificate with its key
         * @return this builder
         */
        public Builder certificate(ClientCertificate certificate) {
            Objects.requireNonNull(certificate, "certificate");
            this.certificate = () -> certificate;
            return this;
        }

        /**
         * Sets a certificate that may be replaced while the program runs.
         *
         * @param certificate asked anew on each flight, on a thread that may block
         * @return this builder
         */
        public Builder certificate(Supplier<ClientCertificate> certificate) {
            this.certificate = Objects.requireNonNull(certificate, "certificate");
            return this;
        }

        /**
         * Sets whether the certificate and its issuers travel with each request ({@code x5c}), so that Entra ID can
         * recognise it by subject name and issuer and a renewed certificate needs no new registration.
         *
         * @param sendCertificateChain default {@code false}
         * @return this builder
         */
        public Builder sendCertificateChain(boolean sendCertificateChain) {
            this.sendCertificateChain = sendCertificateChain;
            return this;
        }

        /**
         * Builds the credential. Does no I/O: a file is first read on the first flight.
         *
         * @return an immutable credential
         * @throws InvalidOptionException if the tenant, the client or the certificate is missing
         */
        public ClientCertificateCredential build() {
            return new ClientCertificateCredential(this);
        }
    }
}
