package io.github.latchkey.auth.msal;

import java.util.Map;

/** What the user reads when the browser has come back. */
final class AnswerPage {

    private AnswerPage() {}

    static String of(Map<String, String> answer) {
        if (answer.containsKey("code")) {
            return page("You have signed in", "You may close this window and go back to the program.");
        }
        String reason = answer.getOrDefault("error_description", answer.getOrDefault("error", "No reason was given."));
        return page("You have not signed in", reason);
    }

    static String stray() {
        return page("This page is not for you", "The program that waits here has asked for another answer.");
    }

    private static String page(String title, String text) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                + "</title></head><body><main>" + "<h1>" + title + "</h1><p>" + escape(text)
                + "</p></main></body></html>";
    }

    /** The reason comes from outside. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
