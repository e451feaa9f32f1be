package io.github.latchkey.testkit.batch.storage;

/**
 * A file that a task uploaded when its command line had ended.
 *
 * @param containerUrl the address of the container, without the signature in its query
 * @param path the name of the blob in it
 * @param content the bytes, to be read only
 * @param jobId the job of the task
 * @param taskId the task
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only looked at.
public record UploadedFile(String containerUrl, String path, byte[] content, String jobId, String taskId) {

    /**
     * Returns the address of the blob.
     *
     * @return container and path, without a signature
     */
    public String url() {
        return containerUrl + "/" + path;
    }

    @Override
    public String toString() {
        return "UploadedFile[" + url() + " of " + jobId + "/" + taskId + ", " + content.length + " bytes]";
    }
}
