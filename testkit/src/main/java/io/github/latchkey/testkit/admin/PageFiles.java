package io.github.latchkey.testkit.admin;

import io.github.latchkey.testkit.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The files of the page. */
final class PageFiles {

    private static final Map<String, String> TYPES = Map.of(
            "page.html", "text/html; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private PageFiles() {}

    static ServerResponse file(String name) {
        String type = TYPES.get(name);
        if (type == null) {
            return AdminApi.error(404, "there is nothing at /" + name);
        }
        try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return ServerResponse.status(200).body(type, file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
