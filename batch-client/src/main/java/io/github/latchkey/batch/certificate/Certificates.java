package io.github.latchkey.batch.certificate;

import io.github.latchkey.batch.ListOptions;
import io.github.latchkey.batch.PagedFlux;
import io.github.latchkey.batch.Receipt;
import io.github.latchkey.batch.RequestOptions;
import io.github.latchkey.batch.internal.Checks;
import io.github.latchkey.batch.internal.http.Call;
import io.github.latchkey.batch.internal.http.Operation;
import io.github.latchkey.batch.internal.http.Pipeline;
import reactor.core.publisher.Mono;

/** The certificates of the account. Refused from service version 2025-06-01 on, which has dropped them. */
public final class Certificates {

    private final Pipeline pipeline;

    /**
     * Made by {@link io.github.latchkey.batch.BatchClient}.
     *
     * @param pipeline sends the requests
     */
    public Certificates(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Adds a certificate.
     *
     * @param certificate the certificate
     * @return a cold {@code Mono} of the receipt
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Receipt> create(CertificateCreate certificate) {
        return create(certificate, RequestOptions.defaults());
    }

    /**
     * Adds a certificate.
     *
     * @param certificate the certificate
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Receipt> create(CertificateCreate certificate, RequestOptions options) {
        return pipeline.change(
                Call.of(Operation.CERTIFICATE_ADD).body(certificate).with(options));
    }

    /**
     * Reads a certificate.
     *
     * @param thumbprintAlgorithm {@code sha1}
     * @param thumbprint 40 hexadecimal digits
     * @return a cold {@code Mono} of the certificate
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Certificate> get(String thumbprintAlgorithm, String thumbprint) {
        return get(thumbprintAlgorithm, thumbprint, RequestOptions.defaults());
    }

    /**
     * Reads a certificate.
     *
     * @param thumbprintAlgorithm {@code sha1}
     * @param thumbprint 40 hexadecimal digits
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the certificate
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Certificate> get(String thumbprintAlgorithm, String thumbprint, RequestOptions options) {
        return pipeline.one(
                Call.of(
                                Operation.CERTIFICATE_GET,
                                Checks.segment("thumbprintAlgorithm", thumbprintAlgorithm),
                                Checks.segment("thumbprint", thumbprint))
                        .with(options),
                Certificate.class);
    }

    /**
     * Lists the certificates.
     *
     * @return a cold list
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public PagedFlux<Certificate> list() {
        return list(ListOptions.defaults());
    }

    /**
     * Lists the certificates.
     *
     * @param options what this call sets for itself
     * @return a cold list
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public PagedFlux<Certificate> list(ListOptions options) {
        return pipeline.list(Call.of(Operation.CERTIFICATE_LIST), options, Certificate.class);
    }

    /**
     * Starts to delete a certificate. It cannot go while a pool or node uses it: then it gets the state
     * {@code deletefailed}.
     *
     * @param thumbprintAlgorithm {@code sha1}
     * @param thumbprint 40 hexadecimal digits
     * @return a cold {@code Mono} of the receipt
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Receipt> delete(String thumbprintAlgorithm, String thumbprint) {
        return delete(thumbprintAlgorithm, thumbprint, RequestOptions.defaults());
    }

    /**
     * Starts to delete a certificate. It cannot go while a pool or node uses it: then it gets the state
     * {@code deletefailed}.
     *
     * @param thumbprintAlgorithm {@code sha1}
     * @param thumbprint 40 hexadecimal digits
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Receipt> delete(String thumbprintAlgorithm, String thumbprint, RequestOptions options) {
        return pipeline.change(Call.of(
                        Operation.CERTIFICATE_DELETE,
                        Checks.segment("thumbprintAlgorithm", thumbprintAlgorithm),
                        Checks.segment("thumbprint", thumbprint))
                .with(options));
    }

    /**
     * Makes a certificate whose deletion has failed active again.
     *
     * @param thumbprintAlgorithm {@code sha1}
     * @param thumbprint 40 hexadecimal digits
     * @return a cold {@code Mono} of the receipt
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Receipt> cancelDeletion(String thumbprintAlgorithm, String thumbprint) {
        return cancelDeletion(thumbprintAlgorithm, thumbprint, RequestOptions.defaults());
    }

    /**
     * Makes a certificate whose deletion has failed active again.
     *
     * @param thumbprintAlgorithm {@code sha1}
     * @param thumbprint 40 hexadecimal digits
     * @param options what this call sets for itself
     * @return a cold {@code Mono} of the receipt
     * @deprecated certificates end with service version 2025-06-01; use Azure Key Vault and its extension on the nodes
     */
    @Deprecated
    public Mono<Receipt> cancelDeletion(String thumbprintAlgorithm, String thumbprint, RequestOptions options) {
        return pipeline.change(Call.of(
                        Operation.CERTIFICATE_CANCEL_DELETION,
                        Checks.segment("thumbprintAlgorithm", thumbprintAlgorithm),
                        Checks.segment("thumbprint", thumbprint))
                .with(options));
    }
}
