package io.github.latchkey.testkit.entra;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.latchkey.testkit.http.Fields;
import io.github.latchkey.testkit.http.Json;
import io.github.latchkey.testkit.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A request to a token endpoint, read but not yet judged. */
final class TokenCall {

    private final ServerRequest request;
    private final Fields form;
    private final int version;
    private final TenantPath path;
    private final List<String> capabilities;

    TokenCall(ServerRequest request, int version, TenantPath path) {
        this.request = request;
        this.version = version;
        this.path = path;
        this.form = request.form();
        this.capabilities = capabilities(form.text("claims"));
    }

    /** Returns the client id from the body, or from HTTP Basic; empty when there is none. */
    static String clientId(ServerRequest request) {
        String inBody = request.form().text("client_id");
        return inBody.isEmpty() ? basic(request).map(Basic::user).orElse("") : inBody;
    }

    /** As {@link #clientId(ServerRequest)}, but takes a header that cannot be read for none. */
    static String clientIdOrNone(ServerRequest request) {
        try {
            return clientId(request);
        } catch (EntraException malformed) {
            return "";
        }
    }

    static Optional<Basic> basic(ServerRequest request) {
        String header = request.headers().text("Authorization");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            // RFC 6749, section 2.3.1: both halves are form-encoded before they are joined.
            Fields decoded = Fields.parse("user=" + pair.replaceFirst(":", "&password="));
            return Optional.of(new Basic(decoded.text("user"), decoded.text("password")));
        } catch (IllegalArgumentException notBase64) {
            throw new EntraException(Aadsts.MALFORMED_REQUEST);
        }
    }

    private static List<String> capabilities(String claims) {
        if (claims.isEmpty()) {
            return List.of();
        }
        JsonNode tree;
        try {
            tree = Json.read(claims);
        } catch (IllegalArgumentException notJson) {
            throw new EntraException(Aadsts.MALFORMED_REQUEST);
        }
        List<String> values = new ArrayList<>();
        tree.path("access_token").path("xms_cc").path("values").forEach(value -> values.add(value.asText()));
        return values;
    }

    ServerRequest request() {
        return request;
    }

    int version() {
        return version;
    }

    TenantPath path() {
        return path;
    }

    String origin() {
        return request.origin();
    }

    String clientId() {
        String id = clientId(request);
        if (id.isEmpty()) {
            throw new EntraException(Aadsts.MISSING_PARAMETER, "client_id");
        }
        return id;
    }

    Fields form() {
        return form;
    }

    String required(String name) {
        String value = form.text(name);
        if (value.isEmpty()) {
            throw new EntraException(Aadsts.MISSING_PARAMETER, name);
        }
        return value;
    }

    /** Returns what the client declares to be able to do, for example {@code CP1}. */
    List<String> capabilities() {
        return capabilities;
    }

    record Basic(String user, String password) {
        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }
}
