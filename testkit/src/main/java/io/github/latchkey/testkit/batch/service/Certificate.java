package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A certificate of the account. */
final class Certificate extends Resource {

    final String algorithm;
    final String thumbprint;
    final StateTrack<CertificateState> states;

    @Nullable
    Failure deleteError;

    Timeline.@Nullable Due due;

    Certificate(BatchAccount account, String algorithm, String thumbprint, ObjectNode spec) {
        super(account, id(algorithm, thumbprint), spec);
        this.algorithm = algorithm;
        this.thumbprint = thumbprint;
        states = new StateTrack<>("state", CertificateState.ACTIVE, created);
    }

    static String id(String algorithm, String thumbprint) {
        return algorithm + "-" + thumbprint;
    }

    @Override
    String path() {
        return "/certificates(thumbprintAlgorithm=" + algorithm + ",thumbprint=" + thumbprint + ")";
    }

    @Override
    StateTrack<CertificateState> states() {
        return states;
    }

    ObjectNode write(View view) {
        ObjectNode node = Trees.object();
        node.put("thumbprint", thumbprint);
        node.put("thumbprintAlgorithm", algorithm);
        node.put("url", view.base() + path());
        states.write(node);
        Trees.putIfAbsent(node, "publicData", Trees.text(spec, "publicData", ""));
        if (deleteError != null) {
            node.putObject("deleteCertificateError")
                    .put("code", deleteError.code())
                    .put("message", deleteError.message())
                    .putArray("values");
        }
        return view.cut(node);
    }
}
