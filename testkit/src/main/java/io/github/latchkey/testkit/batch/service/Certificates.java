package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.ServerResponse;

/** The operations on certificates. */
final class Certificates {

    private Certificates() {}

    static ServerResponse add(Call call) {
        BatchAccount account = call.account;
        ObjectNode body = call.body();
        String thumbprint = body.get("thumbprint").asText();
        String algorithm = body.get("thumbprintAlgorithm").asText();
        if (!algorithm.equalsIgnoreCase("sha1")) {
            throw Checks.invalid("thumbprintAlgorithm", algorithm, "The value must be sha1");
        }
        String key = Ids.key(Certificate.id(algorithm, thumbprint));
        Certificate existing = account.certificates.get(key);
        if (existing != null) {
            boolean deleting = existing.states.is(CertificateState.DELETING);
            throw (deleting ? ErrorCode.CERTIFICATE_BEING_DELETED : ErrorCode.CERTIFICATE_EXISTS).fault();
        }
        ObjectNode spec = Trees.object();
        if (Trees.choice(body, "certificateFormat", "pfx").equals("cer")) {
            spec.set("publicData", body.get("data"));
        }
        Certificate certificate = new Certificate(account, algorithm, thumbprint, spec);
        account.certificates.put(key, certificate);
        return Reply.created(call, certificate);
    }

    static ServerResponse list(Call call) {
        return Listing.page(call, "certificates", call.account.certificates, Certificate::write);
    }

    static ServerResponse get(Call call) {
        Certificate certificate = find(call);
        return Reply.resource(call, "certificates/@Element", certificate, certificate.write(call.view()));
    }

    private static Certificate find(Call call) {
        String id = Certificate.id(call.path("thumbprintAlgorithm"), call.path("thumbprint"));
        Certificate certificate = call.account.certificates.get(Ids.key(id));
        if (certificate == null) {
            throw ErrorCode.CERTIFICATE_NOT_FOUND.fault();
        }
        return certificate;
    }

    static ServerResponse delete(Call call) {
        Certificate certificate = find(call);
        BatchAccount account = call.account;
        if (certificate.states.is(CertificateState.DELETING)) {
            throw ErrorCode.CERTIFICATE_BEING_DELETED.fault();
        }
        certificate.states.move(CertificateState.DELETING, account.now());
        certificate.deleteError = null;
        certificate.touch();
        certificate.due = account.timeline().after(account.timings().certificateDeletion(), () -> {
            if (isUsed(account, certificate)) {
                certificate.deleteError =
                        Failure.user("CertificateDeleteFailed", "The certificate is used by a pool or node");
                certificate.states.move(CertificateState.DELETEFAILED, account.now());
                certificate.touch();
            } else {
                account.certificates.remove(certificate.key);
            }
        });
        return Reply.versioned(Reply.status(202), certificate);
    }

    private static boolean isUsed(BatchAccount account, Certificate certificate) {
        for (Pool pool : account.pools.values()) {
            for (JsonNode reference : pool.spec.path("certificateReferences")) {
                if (Trees.text(reference, "thumbprint", "").equalsIgnoreCase(certificate.thumbprint)) {
                    return true;
                }
            }
        }
        return false;
    }

    static ServerResponse cancelDeletion(Call call) {
        Certificate certificate = find(call);
        if (certificate.states.is(CertificateState.ACTIVE)) {
            throw ErrorCode.CERTIFICATE_STATE_ACTIVE.fault();
        }
        if (certificate.states.is(CertificateState.DELETING)) {
            throw ErrorCode.CERTIFICATE_BEING_DELETED.fault();
        }
        certificate.states.move(CertificateState.ACTIVE, call.account.now());
        certificate.deleteError = null;
        certificate.touch();
        return Reply.done(call, 204, certificate);
    }
}
