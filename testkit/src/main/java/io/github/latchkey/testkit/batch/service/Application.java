package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An application whose packages pools and tasks can ask for.
 *
 * @param id its id
 * @param versions the versions of its package
 */
record Application(String id, List<String> versions) {

    ObjectNode write() {
        ObjectNode node = Trees.object().put("id", id).put("displayName", id);
        node.set("versions", Trees.array(versions, Trees.MAPPER.getNodeFactory()::textNode));
        return node;
    }
}
