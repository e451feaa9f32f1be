package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;

/**
 * The pages that people see. Plain HTML that works without scripts: every field has a label, every error is announced,
 * every page can be used by keyboard alone. They load nothing, run nothing but what stands here, and stay out of
 * frames.
 *
 * <p>The content policy says nothing of {@code form-action}: browsers hold it against the redirect that follows a form
 * as well, which leads to the application.
 */
final class Pages {

    private static final String STYLE = """
            :root { color-scheme: light; }
            body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #f2f2f2; margin: 0; }
            main { background: #fff; max-width: 27rem; margin: 8vh auto; padding: 2.5rem; box-shadow: 0 2px 6px #0003; }
            h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 1rem; }
            label { display: block; margin: 1rem 0 .25rem; }
            input { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; border: 1px solid #595959; }
            .choice input { width: auto; }
            button { font: inherit; padding: .4rem 1.6rem; margin: 1.5rem .5rem 0 0; border: 1px solid #005a9e;
              background: #fff; color: #005a9e; cursor: pointer; }
            button.main { background: #005a9e; color: #fff; }
            :focus-visible { outline: 3px solid #000; outline-offset: 2px; }
            [role=alert] { color: #a4262c; font-weight: 600; }
            code { overflow-wrap: anywhere; }
            small { color: #595959; }
            """;

    private static final String FOR_EVERYBODY = "<label class=\"choice\" for=\"for_everybody\">"
            + "<input id=\"for_everybody\" name=\"for_everybody\" type=\"checkbox\">"
            + " Consent on behalf of your organization</label>";

    private static final String SUBMIT = "document.forms[0].submit()";

    private static final String POLICY =
            "default-src 'none'; style-src " + hash(STYLE) + "; img-src data:; base-uri 'none'; frame-ancestors 'none'";

    private Pages() {}

    /** The page for user name and password. */
    static ServerResponse signIn(String action, String appName, String userName) {
        return signIn(action, appName, userName, userName.isEmpty() ? "username" : "password", "");
    }

    /** The same page after an error, which belongs to the field with a name. */
    static ServerResponse signIn(String action, String appName, String userName, String field, String error) {
        return page(
                200,
                (error.isEmpty() ? "" : "Error: ") + "Sign in to your account",
                "<h1>Sign in</h1>"
                        + alert(error)
                        + "<p>to continue to <strong>" + escape(appName) + "</strong></p>"
                        + form(action)
                        + "<label for=\"username\">User name</label>"
                        + "<input id=\"username\" name=\"username\" type=\"email\" autocomplete=\"username\" required value=\""
                        + escape(userName) + "\"" + focus(field.equals("username"), error) + ">"
                        + "<label for=\"password\">Password</label>"
                        + "<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\""
                        + " required" + focus(field.equals("password"), error) + ">"
                        + mainButton("sign-in", "Sign in")
                        + "</form>");
    }

    /** Puts the cursor into a field, and lets a screen reader read the error there. */
    private static String focus(boolean wanted, String error) {
        if (!wanted) {
            return "";
        }
        return error.isEmpty() ? " autofocus" : " autofocus aria-invalid=\"true\" aria-describedby=\"error\"";
    }

    /** The page for the second factor. */
    static ServerResponse secondFactor(String action, String userName, boolean register) {
        return page(
                200,
                register ? "More information required" : "Approve sign in request",
                "<h1>" + (register ? "More information required" : "Approve sign in request") + "</h1><p>"
                        + escape(userName) + "</p><p>"
                        + (register
                                ? "Your organization needs more information to keep your account secure."
                                : "Open your Authenticator app, and approve the request to sign in.")
                        + "</p>"
                        + form(action)
                        + mainButton("approve", register ? "Set up and approve" : "Approve")
                        + button("cancel", "Cancel")
                        + "</form>");
    }

    /** The page that offers the account that is signed in already. */
    static ServerResponse pickAccount(String action, String appName, String userName) {
        return page(
                200,
                "Sign in to your account",
                "<h1>Pick an account</h1><p>to continue to <strong>" + escape(appName) + "</strong></p>"
                        + form(action)
                        + mainButton("pick", escape(userName))
                        + button("other", "Use another account")
                        + "</form>");
    }

    /** The page for a user who may not consent to what the application asks for. */
    static ServerResponse adminApproval(String action, String appName, String userName, Collection<String> scopes) {
        return page(
                200,
                "Need admin approval",
                "<h1>Need admin approval</h1><p>" + escape(userName) + "</p><p><strong>" + escape(appName)
                        + "</strong> needs permission that only an administrator can grant. Please ask one to grant it"
                        + " before you can use it. (AADSTS90094)</p>" + list(scopes)
                        + form(action)
                        + mainButton("cancel", "Return to the application without granting consent")
                        + "</form>");
    }

    private static String list(Collection<String> scopes) {
        StringBuilder list = new StringBuilder("<ul>");
        scopes.forEach(scope -> list.append("<li><code>").append(escape(scope)).append("</code></li>"));
        return list.append("</ul>").toString();
    }

    /** The page that asks whether the application may do something in the user's name, or in everybody's. */
    static ServerResponse consent(
            String action, String appName, String userName, Collection<String> scopes, boolean administrator) {
        return page(
                200,
                "Permissions requested",
                "<h1>Permissions requested</h1><p>" + escape(userName) + "</p><p><strong>" + escape(appName)
                        + "</strong> would like to:</p>" + list(scopes)
                        + form(action)
                        + (administrator ? FOR_EVERYBODY : "")
                        + mainButton("accept", "Accept")
                        + button("cancel", "Cancel")
                        + "</form>");
    }

    /** The page that asks for the code that a device shows. */
    static ServerResponse deviceCode(String action, String userCode, String error) {
        return page(
                200,
                (error.isEmpty() ? "" : "Error: ") + "Sign in to your account",
                "<h1>Enter code</h1>"
                        + alert(error)
                        + form(action)
                        + "<label for=\"user_code\">Code displayed on your app or device</label>"
                        + "<input id=\"user_code\" name=\"user_code\" required autocomplete=\"off\" value=\""
                        + escape(userCode) + "\"" + focus(true, error) + ">"
                        + mainButton("next", "Next")
                        + "</form>");
    }

    /** The page that asks whether the device is really the user's own. */
    static ServerResponse confirmDevice(String action, String appName) {
        return page(
                200,
                "Confirm sign in",
                "<h1>Are you trying to sign in to " + escape(appName) + "?</h1>"
                        + "<p>Only continue if you downloaded the app from a store or website that you trust.</p>"
                        + form(action)
                        + mainButton("continue", "Continue")
                        + button("cancel", "Cancel")
                        + "</form>");
    }

    /** A page with nothing to do but to read. */
    static ServerResponse message(String title, String text) {
        return page(200, title, "<h1>" + escape(title) + "</h1><p>" + escape(text) + "</p>");
    }

    /** The page of an error that cannot be sent back to the application. */
    static ServerResponse error(String text, String details) {
        return page(
                400,
                "Sign in to your account",
                "<h1>Sign in</h1><p role=\"alert\">Sorry, but we’re having trouble signing you in.</p><p>"
                        + escape(text) + "</p><p><small>" + escape(details) + "</small></p>");
    }

    /** The page that posts an answer to the application by itself, or by a button where scripts are off. */
    static ServerResponse autoPost(String target, Map<String, String> fields) {
        StringBuilder inputs = new StringBuilder();
        fields.forEach((name, value) -> inputs.append("<input type=\"hidden\" name=\"")
                .append(escape(name))
                .append("\" value=\"")
                .append(escape(value))
                .append("\">"));
        String html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Working...</title></head>"
                + "<body><main><h1>Working...</h1>" + form(target) + inputs
                + "<noscript><p>Script is disabled. Press Submit to continue.</p><button>Submit</button></noscript>"
                + "</form></main><script>" + SUBMIT + "</script></body></html>";
        return answer(200, html, POLICY + "; script-src " + hash(SUBMIT));
    }

    private static ServerResponse page(int status, String title, String content) {
        String html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>" + escape(title) + "</title><link rel=\"icon\" href=\"data:,\"><style>" + STYLE
                + "</style></head><body><main>" + content + "</main></body></html>";
        return answer(status, html, POLICY);
    }

    private static ServerResponse answer(int status, String html, String policy) {
        return ServerResponse.html(status, html)
                .header("Content-Security-Policy", policy)
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "strict-origin-when-cross-origin");
    }

    /** Names a text in a content policy, so that it and nothing else is let in. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String form(String action) {
        return "<form method=\"post\" action=\"" + escape(action) + "\">";
    }

    private static String mainButton(String value, String text) {
        return "<button class=\"main\" name=\"action\" value=\"" + value + "\">" + text + "</button>";
    }

    private static String button(String value, String text) {
        return "<button name=\"action\" value=\"" + value + "\" formnovalidate>" + text + "</button>";
    }

    private static String alert(String text) {
        return text.isEmpty() ? "" : "<p id=\"error\" role=\"alert\">" + escape(text) + "</p>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
