package io.github.latchkey.testkit.batch.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What stands for Azure Storage and other servers: the resource files of tasks come from here, their output files go
 * here, in memory. Addresses are compared without their query, so that signatures neither matter nor are kept.
 *
 * <pre>{@code
 * batch.storage().put("https://data.example/in/scene.blend", bytes);
 * batch.storage().refuse("https://data.example/gone", "BlobNotFound", "there is no such blob");
 * // run the job
 * byte[] picture = batch.storage().blob("https://data.example/out/frame-1.png").orElseThrow();
 * }</pre>
 *
 * <p>A resource file that nobody put here is empty; {@link #requireKnown} makes it fail the task instead. Safe for use
 * by many threads.
 */
public final class BatchStorage {

    /** Where containers are that resource files name by {@code autoStorageContainerName}. */
    public static final String AUTO_STORAGE = "https://autostorage.blob.core.windows.net";

    private final TreeMap<String, byte[]> blobs = new TreeMap<>();
    private final List<UploadedFile> uploads = new ArrayList<>();
    private final Map<String, Denial> denials = new LinkedHashMap<>();
    private boolean known;

    /** Makes an empty storage. */
    public BatchStorage() {}

    /**
     * What tasks are told instead of getting a file.
     *
     * @param code the code of the failure
     * @param message what happened
     */
    public record Denial(String code, String message) {}

    /**
     * Puts a blob where resource files can name it.
     *
     * @param url its address; a query is ignored
     * @param content its content
     */
    public synchronized void put(String url, byte[] content) {
        blobs.put(plain(url), content.clone());
    }

    /**
     * Puts a text where resource files can name it.
     *
     * @param url its address; a query is ignored
     * @param content its content, stored as UTF-8
     */
    public void put(String url, String content) {
        put(url, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Lets downloads and uploads fail. A task that needs such a file fails with the code, before its command line
     * starts or after it has ended.
     *
     * @param url the address of a container, a directory or a blob; all below it counts
     * @param code the code of the failure, for instance {@code BlobNotFound}, {@code BlobAccessDenied} or
     *     {@code FileUploadContainerNotFound}
     * @param message what happened
     */
    public synchronized void refuse(String url, String code, String message) {
        denials.put(plain(url), new Denial(code, message));
    }

    /**
     * Decides about resource files that nobody put here.
     *
     * @param required whether they fail with {@code BlobNotFound}; otherwise they are empty
     */
    public synchronized void requireKnown(boolean required) {
        known = required;
    }

    /**
     * Looks for a blob, whether it was put here or uploaded by a task.
     *
     * @param url its address; a query is ignored
     * @return a copy of its content, or empty when there is none
     */
    public synchronized Optional<byte[]> blob(String url) {
        return Optional.ofNullable(blobs.get(plain(url))).map(byte[]::clone);
    }

    /**
     * Returns the blobs of a container or of a directory in it.
     *
     * @param url the address of the container; a query is ignored
     * @return copies of their contents, by their names below it
     */
    public synchronized Map<String, byte[]> blobsBelow(String url) {
        String directory = plain(url) + "/";
        Map<String, byte[]> found = new TreeMap<>();
        blobs.tailMap(directory, true).forEach((address, content) -> {
            if (address.startsWith(directory)) {
                found.put(address.substring(directory.length()), content.clone());
            }
        });
        return found;
    }

    /**
     * Returns what tasks have uploaded.
     *
     * @return a copy, oldest first; files that were uploaded again are there twice
     */
    public synchronized List<UploadedFile> uploads() {
        return List.copyOf(uploads);
    }

    /**
     * Stores what a task uploads.
     *
     * @param file the file
     */
    public synchronized void upload(UploadedFile file) {
        uploads.add(file);
        blobs.put(file.url(), file.content());
    }

    /**
     * Tells whether a transfer is to fail.
     *
     * @param url the address
     * @param download whether something has to be there
     * @return why it fails, or empty when it does not
     */
    public synchronized Optional<Denial> denial(String url, boolean download) {
        String address = plain(url);
        for (Map.Entry<String, Denial> denial : denials.entrySet()) {
            if ((address + "/").startsWith(denial.getKey() + "/")) {
                return Optional.of(denial.getValue());
            }
        }
        return download && known && !blobs.containsKey(address)
                ? Optional.of(new Denial("BlobNotFound", "There is no blob at " + address))
                : Optional.empty();
    }

    /** Forgets everything: blobs, uploads, refusals. */
    public synchronized void clear() {
        blobs.clear();
        uploads.clear();
        denials.clear();
        known = false;
    }

    /**
     * Takes the query off an address, and with it the signature.
     *
     * @param url the address
     * @return scheme, host and path, without a slash at the end
     */
    public static String plain(String url) {
        String address = url.replaceFirst("[?#].*", "");
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    @Override
    public synchronized String toString() {
        return "BatchStorage[" + blobs.size() + " blobs, " + uploads.size() + " uploaded]";
    }
}
