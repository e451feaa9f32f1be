package io.github.latchkey.testkit.document;

/**
 * A fault of a document and its place.
 *
 * @param pointer the JSON pointer (RFC 6901) of the value; an empty text is the whole document
 * @param line of the value, 1 for the first
 * @param column of the value, 1 for the first
 * @param message what is wrong and what would be right
 */
public record Problem(String pointer, int line, int column, String message) {

    /** Writes the problem on one line, as compilers do. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + message;
    }
}
