package io.github.latchkey.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of code of a page in Markdown that are copies of source files. In front of such a block stands
 *
 * <pre>{@code <!-- code: samples/src/main/java/Example.java#name -->}</pre>
 *
 * <p>The file's lines between {@code tag::name[]} and {@code end::name[]}, in comments of whatever kind, are what the
 * block must show, without their common indentation. A name may be used several times in a file; without a name the
 * whole file is meant. Every block of Java must be such a copy.
 */
final class DocumentedCode {

    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- code: (?<source>\\S+) -->\\n+)?(?<head>^```(?<language>\\w*)\\n)(?<code>.*?)^```$",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern MARK = Pattern.compile("\\b(?:tag|end)::[\\w-]+\\[\\]");

    private final Path root;
    private final Path page;

    /**
     * Takes a page.
     *
     * @param root the folder from which sources are named
     * @param page the page
     */
    DocumentedCode(Path root, Path page) {
        this.root = root;
        this.page = page;
    }

    /**
     * A block that is a copy, or should be one.
     *
     * @param place where it stands
     * @param shown what it shows
     * @param expected what it should show
     */
    record Block(String place, String shown, String expected) {}

    /** Reads the page's copies. */
    List<Block> blocks() throws IOException {
        String text = Files.readString(page);
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String place = root.relativize(page) + ":"
                    + text.substring(0, block.start("code")).lines().count();
            String source = block.group("source");
            if (source != null) {
                blocks.add(new Block(place, block.group("code"), code(source)));
            } else if (block.group("language").equals("java")) {
                throw new IllegalStateException(place
                        + ": a block of Java must be compiled code; write <!-- code: FILE#NAME --> in front of it");
            }
        }
        return blocks;
    }

    /** Writes the sources' present code into the page. */
    void write() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(page));
        StringBuilder text = new StringBuilder();
        while (block.find()) {
            String source = block.group("source");
            block.appendReplacement(
                    text,
                    Matcher.quoteReplacement(
                            source == null
                                    ? block.group()
                                    : "<!-- code: " + source + " -->\n" + block.group("head") + code(source) + "```"));
        }
        Files.writeString(page, block.appendTail(text));
    }

    private String code(String source) throws IOException {
        int hash = source.indexOf('#');
        Path file = root.resolve(hash < 0 ? source : source.substring(0, hash));
        List<String> lines = Files.readAllLines(file);
        return text(hash < 0 ? withoutMarks(lines) : region(lines, source.substring(hash + 1), source));
    }

    private static List<String> region(List<String> lines, String name, String source) {
        List<String> region = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.contains("tag::" + name + "[]")) {
                inside = true;
            } else if (line.contains("end::" + name + "[]")) {
                inside = false;
            } else if (inside) {
                region.add(line);
            }
        }
        if (inside || region.isEmpty()) {
            throw new IllegalStateException(source + ": there is no code between tag::" + name + "[] and end::" + name
                    + "[], each in a comment on a line of its own");
        }
        return withoutMarks(region);
    }

    private static List<String> withoutMarks(List<String> lines) {
        return lines.stream().filter(line -> !MARK.matcher(line).find()).toList();
    }

    /** Joins lines without their common indentation and without blank lines around them. */
    private static String text(List<String> lines) {
        return String.join("\n", lines).stripIndent().replaceAll("\\A\\n+", "").stripTrailing() + "\n";
    }
}
