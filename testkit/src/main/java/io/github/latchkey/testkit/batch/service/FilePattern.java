package io.github.latchkey.testkit.batch.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of a task are output files: a path relative to the working directory, in which {@code *} stands for any
 * text in one directory, {@code **} for any directories, {@code ?} for one character, {@code [abc]}, {@code [a-c]} and
 * {@code [!abc]} for one of some. Names that begin with a dot are matched only by a dot.
 */
final class FilePattern {

    private static final String HIDDEN = "(?!\\.)";

    private final Pattern regex;
    private final boolean single;
    private final String directory;

    private FilePattern(String path) {
        single = path.chars().noneMatch(c -> "*?[".indexOf(c) >= 0);
        regex = Pattern.compile(regex(path));
        String fixed = path.replaceFirst("[*?\\[].*", "");
        directory = fixed.substring(0, fixed.lastIndexOf('/') + 1);
    }

    static FilePattern of(String pattern) {
        return new FilePattern(normal("wd/" + pattern.replace('\\', '/')));
    }

    private static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static String regex(String path) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            boolean begins = i == 0 || path.charAt(i - 1) == '/';
            char c = path.charAt(i);
            if (path.startsWith("**/", i)) {
                regex.append("(?:" + HIDDEN + "[^/]+/)*");
                i += 2;
            } else if (path.startsWith("**", i)) {
                regex.append(begins ? HIDDEN : "").append(".*");
                i++;
            } else if (c == '*') {
                regex.append(begins ? HIDDEN : "").append("[^/]*");
            } else if (c == '?') {
                regex.append(begins ? HIDDEN : "").append("[^/]");
            } else if (c == '[' && path.indexOf(']', i + 2) > 0) {
                int end = path.indexOf(']', i + 2);
                String inner = path.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
                regex.append('[')
                        .append(inner.startsWith("!") ? "^" + inner.substring(1) : inner.replace("^", "\\^"))
                        .append(']');
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** The name of the blob for a file of the task, empty when the file is none that is meant. */
    Optional<String> blobName(String file, String destination) {
        if (!regex.matcher(file).matches()) {
            return Optional.empty();
        }
        String below = file.substring(single ? file.lastIndexOf('/') + 1 : directory.length());
        if (destination.isEmpty()) {
            return Optional.of(below);
        }
        return Optional.of(single ? destination : destination + "/" + below);
    }
}
