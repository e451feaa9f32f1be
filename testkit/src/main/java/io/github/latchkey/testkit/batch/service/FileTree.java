package io.github.latchkey.testkit.batch.service;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files and directories by path; directories come into being with what they hold. */
final class FileTree {

    private final TreeMap<String, Entry> entries = new TreeMap<>();

    /**
     * A file or directory. The bytes are shared with whoever made them and written by nobody.
     *
     * @param path the path below the root of the tree
     * @param content the bytes, {@code null} for a directory
     * @param created when it came into being
     * @param modified when it was last written
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, only shown.
    record Entry(String path, byte @Nullable [] content, long created, long modified) {

        boolean isDirectory() {
            return content == null;
        }

        long length() {
            return content == null ? 0 : content.length;
        }
    }

    void addDirectory(String path, long created) {
        parents(path, created);
        entries.putIfAbsent(path, new Entry(path, null, created, created));
    }

    void addFile(String path, byte[] content, long created, long modified) {
        parents(path, created);
        entries.put(path, new Entry(path, content, created, Math.max(created, modified)));
    }

    /** Hangs another tree below a directory. */
    void mount(String directory, FileTree tree, long created) {
        addDirectory(directory, created);
        tree.entries.values().forEach(entry -> {
            String path = directory + "/" + entry.path();
            entries.put(path, new Entry(path, entry.content(), entry.created(), entry.modified()));
        });
    }

    private void parents(String path, long created) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            addDirectory(path.substring(0, slash), created);
        }
    }

    /** Removes a file, or a directory with all that it holds; {@code "*"} removes everything. */
    void remove(String path) {
        if (path.equals("*")) {
            entries.clear();
        } else {
            entries.remove(path);
            entries.subMap(path + "/", path + "0").clear();
        }
    }

    @Nullable
    Entry find(String path) {
        return entries.get(path);
    }

    boolean isEmptyDirectory(String path) {
        return entries.subMap(path + "/", path + "0").isEmpty();
    }

    /** The entries by path: all, or those at the top only. */
    NavigableMap<String, Entry> list(boolean recursive) {
        if (recursive) {
            return entries;
        }
        TreeMap<String, Entry> top = new TreeMap<>();
        entries.forEach((path, entry) -> {
            if (path.indexOf('/') < 0) {
                top.put(path, entry);
            }
        });
        return top;
    }
}
