package io.github.latchkey.batch;

import io.github.latchkey.batch.ScriptedServer.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes the collections of tasks that travel in tests. */
final class TaskBodies {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private TaskBodies() {}

    static List<String> ids(String body) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(body);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    static String result(String id, String status, @Nullable String code) {
        String error = code == null ? ",\"eTag\":\"0x1\"" : ",\"error\":{\"code\":\"" + code + "\"}";
        return "{\"taskId\":\"" + id + "\",\"status\":\"" + status + "\"" + error + "}";
    }

    static Reply answer(List<String> results) {
        return Reply.ok("{\"value\":[" + String.join(",", results) + "]}");
    }
}
