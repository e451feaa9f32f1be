package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.Fields;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out what a request asks a token for: {@code resource} in version 1, {@code scope} in version 2. */
final class Scopes {

    static final Set<String> OPEN_ID = Set.of("openid", "profile", "email", "offline_access");
    private static final String DEFAULT = "/.default";
    private static final String GRAPH = "https://graph.microsoft.com";

    private final EntraDirectory directory;

    Scopes(EntraDirectory directory) {
        this.directory = directory;
    }

    /** Reads a client credentials request: one resource, all of it. */
    Access forApp(TokenCall call) {
        if (call.version() == 1) {
            return access(call.required("resource"), Set.of(), Set.of(), call.path());
        }
        String text = call.required("scope");
        List<String> wanted =
                words(text).stream().filter(word -> !OPEN_ID.contains(word)).toList();
        if (wanted.isEmpty() || !wanted.stream().allMatch(word -> word.endsWith(DEFAULT))) {
            throw new EntraException(Aadsts.SCOPE_NOT_DEFAULT, text);
        }
        if (wanted.size() > 1) {
            throw new EntraException(Aadsts.INVALID_SCOPE, text);
        }
        return access(withoutDefault(wanted.get(0)), Set.of(), Set.of(), call.path());
    }

    /** Reads the request of a flow with a user: scopes of one resource, and those of OpenID Connect. */
    Access forUser(TokenCall call) {
        return forUser(call.version(), call.form(), call.path());
    }

    /** Reads the parameters of a request with a user: of a token request or of one for the page. */
    Access forUser(int version, Fields parameters, TenantPath path) {
        if (version == 1) {
            return access(parameters.first("resource").orElse(GRAPH), Set.of(), OPEN_ID, path);
        }
        String text = parameters.text("scope");
        if (text.isBlank()) {
            throw new EntraException(Aadsts.MISSING_PARAMETER, "scope");
        }
        Set<String> openId = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        String resource = "";
        boolean everything = false;
        for (String word : words(text)) {
            if (OPEN_ID.contains(word)) {
                openId.add(word);
                continue;
            }
            if (word.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '\\' || c > '~')) {
                throw new EntraException(Aadsts.INVALID_SCOPE, word);
            }
            boolean wantsDefault = word.endsWith(DEFAULT);
            String of = wantsDefault ? withoutDefault(word) : resourceOf(word);
            if (!resource.isEmpty() && !resource.equalsIgnoreCase(of)) {
                throw new EntraException(Aadsts.INVALID_SCOPE, text);
            }
            resource = of;
            everything |= wantsDefault;
            if (!wantsDefault) {
                names.add(word.substring(word.lastIndexOf('/') + 1));
            }
        }
        if (resource.isEmpty()) {
            // Only scopes of OpenID Connect: the access token is for Graph, with just these.
            return access(GRAPH, openId, openId, path);
        }
        Access access = access(resource, everything ? Set.of() : names, openId, path);
        for (String name : names) {
            if (!access.resource().scopes().contains(name)) {
                throw new EntraException(Aadsts.INVALID_SCOPE, access.qualified(name));
            }
        }
        return access;
    }

    private Access access(String identifier, Set<String> names, Set<String> openId, TenantPath path) {
        String tenant = path.tenant().map(EntraTenant::name).orElse(path.word());
        Optional<EntraResource> found = directory.resource(identifier);
        EntraResource resource =
                found.orElseThrow(() -> new EntraException(Aadsts.RESOURCE_NOT_FOUND, identifier, tenant));
        if (resource.disabled()) {
            throw new EntraException(Aadsts.RESOURCE_DISABLED, identifier);
        }
        return new Access(resource, identifier, names, openId);
    }

    private static String resourceOf(String scope) {
        int slash = scope.lastIndexOf('/');
        return slash < 0 ? GRAPH : scope.substring(0, slash);
    }

    private static String withoutDefault(String scope) {
        return scope.substring(0, scope.length() - DEFAULT.length());
    }

    static Set<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
