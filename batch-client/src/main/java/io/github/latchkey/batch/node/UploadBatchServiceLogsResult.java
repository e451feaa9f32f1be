package io.github.latchkey.batch.node;

/**
 * What is being uploaded.
 *
 * @param virtualDirectoryName the folder in the container that the files go to
 * @param numberOfFilesUploaded how many files will be uploaded
 */
public record UploadBatchServiceLogsResult(String virtualDirectoryName, int numberOfFilesUploaded) {}
