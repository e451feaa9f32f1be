package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.latchkey.testkit.http.Percent;
import io.github.latchkey.testkit.http.ServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations on the files of tasks and nodes. */
final class Files {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

    /** Of the largest number of 64 bits. */
    private static final int DIGITS = 19;

    private Files() {}

    /** A tree and where it is. */
    private record Place(FileTree tree, String url, boolean windows) {}

    static ServerResponse listOfTask(Call call) {
        return list(call, taskPlace(call));
    }

    static ServerResponse getFromTask(Call call) {
        return get(call, taskPlace(call));
    }

    static ServerResponse headFromTask(Call call) {
        return head(call, taskPlace(call));
    }

    static ServerResponse deleteFromTask(Call call) {
        Task task = Tasks.find(call);
        checkDelete(call, taskPlace(call));
        task.run().delete(path(call));
        return Reply.status(200);
    }

    static ServerResponse listOfNode(Call call) {
        return list(call, nodePlace(call));
    }

    static ServerResponse getFromNode(Call call) {
        return get(call, nodePlace(call));
    }

    static ServerResponse headFromNode(Call call) {
        return head(call, nodePlace(call));
    }

    static ServerResponse deleteFromNode(Call call) {
        checkDelete(call, nodePlace(call));
        Nodes.find(call).deleted.add(path(call));
        return Reply.status(200);
    }

    private static Place taskPlace(Call call) {
        Task task = Tasks.find(call);
        TaskRun run = task.run;
        if (run == null || run.node == null || run.start == Ticks.NEVER) {
            throw ErrorCode.TASK_FILES_UNAVAILABLE.fault();
        }
        boolean gone = !run.node.pool.nodes.containsKey(run.node.id) || !run.node.directories.contains(task);
        if (gone || !run.node.states.current().reachable()) {
            throw ErrorCode.TASK_FILES_UNAVAILABLE.fault();
        }
        Duration retention = Trees.duration(task.spec().path("constraints"), "retentionTime", DEFAULT_RETENTION);
        boolean over = run.end != Ticks.NEVER
                && !Trees.unlimited(retention)
                && call.account.now() > run.end + Ticks.of(retention);
        if (over) {
            throw ErrorCode.TASK_FILES_CLEANED_UP.fault();
        }
        return new Place(TaskFiles.of(task), call.base() + task.path() + "/files/", run.node.isWindows());
    }

    private static Place nodePlace(Call call) {
        Node node = Nodes.find(call);
        if (!node.states.current().reachable()) {
            throw ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE
                    .fault()
                    .with("CurrentState", StateTrack.wire(node.states.current()));
        }
        return new Place(NodeFiles.of(node), call.base() + node.path() + "/files/", node.isWindows());
    }

    private static String path(Call call) {
        return call.path("filePath").replace('\\', '/');
    }

    private static FileTree.Entry entry(Call call, Place place) {
        FileTree.Entry entry = place.tree().find(path(call));
        if (entry == null) {
            throw ErrorCode.FILE_NOT_FOUND.fault();
        }
        return entry;
    }

    private static ServerResponse list(Call call, Place place) {
        return Listing.page(call, "files", place.tree().list(call.flag("recursive")), (entry, view) -> {
            ObjectNode node = Trees.object();
            node.put("name", entry.path());
            node.put("url", place.url() + entry.path());
            node.put("isDirectory", entry.isDirectory());
            if (!entry.isDirectory()) {
                ObjectNode properties = node.putObject("properties");
                if (place.windows()) {
                    properties.put("creationTime", Ticks.text(entry.created()));
                }
                properties.put("lastModified", Ticks.text(entry.modified()));
                call.account.putLong(properties, "contentLength", entry.length());
                properties.put("contentType", contentType(entry));
                if (!place.windows()) {
                    properties.put("fileMode", mode(entry));
                }
            }
            return node;
        });
    }

    private static String contentType(FileTree.Entry entry) {
        return entry.path().endsWith(".txt") ? "text/plain" : "application/octet-stream";
    }

    private static ServerResponse get(Call call, Place place) {
        FileTree.Entry entry = entry(call, place);
        Conditions.checkTimes(call, entry.modified());
        byte[] content = entry.content() == null ? new byte[0] : entry.content();
        Optional<String> range = call.request.headers().first("ocp-range");
        if (range.isPresent()) {
            content = cut(content, range.get());
        }
        ServerResponse answer = call.account.quirks().chunkedFiles()
                ? Reply.chunked(contentType(entry), content)
                : Reply.status(200).body(contentType(entry), content);
        return describe(place, entry, answer);
    }

    private static byte[] cut(byte[] content, String header) {
        Matcher range = RANGE.matcher(header.strip());
        if (!range.matches()) {
            throw ErrorCode.INVALID_RANGE
                    .fault()
                    .with("HeaderName", "ocp-range")
                    .with("HeaderValue", header);
        }
        long start = position(range.group(1));
        long end = position(range.group(2));
        if (start >= content.length || end < start) {
            throw ErrorCode.INVALID_RANGE
                    .fault()
                    .with("HeaderName", "ocp-range")
                    .with("HeaderValue", header);
        }
        return Arrays.copyOfRange(content, (int) start, (int) Math.min(end, content.length - 1L) + 1);
    }

    /**
     * Reads a place in a file; one that is left out, or that no number of 64 bits can hold, is beyond the end of every
     * file.
     */
    private static long position(String digits) {
        return digits.isEmpty() || digits.length() >= DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static ServerResponse head(Call call, Place place) {
        FileTree.Entry entry = entry(call, place);
        Conditions.checkTimes(call, entry.modified());
        byte[] content = entry.content() == null ? new byte[0] : entry.content();
        return describe(place, entry, Reply.status(200).body(contentType(entry), content));
    }

    private static ServerResponse describe(Place place, FileTree.Entry entry, ServerResponse response) {
        String url = place.url() + Percent.encode(entry.path());
        ServerResponse described = response.header("Last-Modified", Ticks.header(entry.modified()))
                .header("ocp-batch-file-isdirectory", entry.isDirectory() ? "True" : "False")
                .header("ocp-batch-file-url", Percent.encode(url));
        return place.windows()
                ? described.header("ocp-creation-time", Ticks.header(entry.created()))
                : described.header("ocp-batch-file-mode", mode(entry));
    }

    private static String mode(FileTree.Entry entry) {
        return entry.isDirectory() ? "0o040755" : "0o100644";
    }

    private static void checkDelete(Call call, Place place) {
        FileTree.Entry entry = entry(call, place);
        if (entry.isDirectory() && !call.flag("recursive") && !place.tree().isEmptyDirectory(entry.path())) {
            throw ErrorCode.OPERATION_INVALID_FOR_CURRENT_STATE.fault(
                    "The directory is not empty; delete it with recursive=true.");
        }
    }
}
