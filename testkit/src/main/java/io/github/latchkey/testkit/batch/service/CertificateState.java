package io.github.latchkey.testkit.batch.service;

/** The states of a certificate. */
enum CertificateState {
    ACTIVE,
    DELETING,
    DELETEFAILED
}
