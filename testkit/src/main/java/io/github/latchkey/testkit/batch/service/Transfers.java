package io.github.latchkey.testkit.batch.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.batch.storage.BatchStorage;
import io.github.latchkey.testkit.batch.storage.UploadedFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings resource files to nodes and takes output files away. */
final class Transfers {

    private final BatchStorage storage;

    Transfers(BatchStorage storage) {
        this.storage = storage;
    }

    /** Whether something has to be fetched before the command line starts. */
    static boolean fetches(JsonNode spec) {
        return Trees.hasItems(spec, "resourceFiles") || Trees.hasItems(spec, "applicationPackageReferences");
    }

    /** Why resource files cannot be fetched, {@code null} when all can. */
    @Nullable
    Failure refusal(JsonNode resourceFiles) {
        for (JsonNode file : resourceFiles) {
            String blob = Trees.text(file, "httpUrl");
            Optional<BatchStorage.Denial> denial = storage.denial(blob == null ? container(file) : blob, blob != null);
            if (denial.isPresent()) {
                return failure(denial.get(), Trees.text(file, "filePath", ""));
            }
        }
        return null;
    }

    private static Failure failure(BatchStorage.Denial denial, String path) {
        Map<String, String> details = path.isEmpty() ? Map.of() : Map.of("FilePath", path);
        return new Failure(true, denial.code(), denial.message(), details);
    }

    private static String container(JsonNode file) {
        String automatic = Trees.text(file, "autoStorageContainerName");
        return automatic == null
                ? Trees.text(file, "storageContainerUrl", "")
                : BatchStorage.AUTO_STORAGE + "/" + automatic;
    }

    /** What resource files bring, by path below the working directory. */
    Map<String, byte[]> fetched(JsonNode resourceFiles) {
        Map<String, byte[]> files = new TreeMap<>();
        for (JsonNode file : resourceFiles) {
            String blob = Trees.text(file, "httpUrl");
            String path = Trees.text(file, "filePath", "");
            if (blob != null) {
                String name = path.isEmpty() ? BatchStorage.plain(blob).replaceAll(".*/", "") : path;
                files.put(name, storage.blob(blob).orElse(new byte[0]));
            } else {
                String prefix = Trees.text(file, "blobPrefix", "");
                storage.blobsBelow(container(file)).forEach((name, content) -> {
                    if (name.startsWith(prefix)) {
                        files.put(path.isEmpty() ? name : path + "/" + name, content);
                    }
                });
            }
        }
        return files;
    }

    /**
     * Uploads what a task that has ended is to upload.
     *
     * @param task the task
     * @param outputFiles what is to be uploaded, and when
     * @param files what the task has left, by path below its directory
     * @return why that failed, {@code null} when it did not
     */
    @Nullable
    Failure upload(Task task, JsonNode outputFiles, Map<String, byte[]> files) {
        Failure first = null;
        for (JsonNode output : outputFiles) {
            String condition = Trees.choice(output.path("uploadOptions"), "uploadCondition", "taskcompletion");
            boolean due =
                    condition.equals("taskcompletion") || condition.equals("tasksuccess") == (task.run().exitCode == 0);
            Failure failure = due ? upload(task, output, files, output.at("/destination/container")) : null;
            first = first == null ? failure : first;
        }
        return first;
    }

    private @Nullable Failure upload(Task task, JsonNode output, Map<String, byte[]> files, JsonNode container) {
        String url = BatchStorage.plain(Trees.text(container, "containerUrl", ""));
        FilePattern pattern = FilePattern.of(Trees.text(output, "filePattern", ""));
        Map<String, byte[]> blobs = new HashMap<>();
        files.forEach((path, content) ->
                pattern.blobName(path, Trees.text(container, "path", "")).ifPresent(name -> blobs.put(name, content)));
        for (Map.Entry<String, byte[]> blob : new TreeMap<>(blobs).entrySet()) {
            Optional<BatchStorage.Denial> denial = storage.denial(url + "/" + blob.getKey(), false);
            if (denial.isPresent()) {
                return failure(denial.get(), blob.getKey());
            }
            storage.upload(new UploadedFile(url, blob.getKey(), blob.getValue().clone(), task.job.id, task.id));
        }
        return null;
    }
}
