package io.github.latchkey.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** Turns the certificate builder's checked exceptions, which a valid request never causes, into one unchecked. */
final class Issue {

    private Issue() {}

    static X509Bundle selfSigned(CertificateBuilder builder) {
        try {
            return builder.buildSelfSigned();
        } catch (Exception failed) {
            throw new IllegalStateException("cannot make a self-signed certificate", failed);
        }
    }

    static X509Bundle issuedBy(X509Bundle issuer, CertificateBuilder builder) {
        try {
            return builder.buildIssuedBy(issuer);
        } catch (Exception failed) {
            throw new IllegalStateException("cannot issue a certificate", failed);
        }
    }
}
