package io.github.latchkey.testkit.entra;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out what a request asks a token for: {@code resource} in version 1, {@code scope} in version 2. */
final class Scopes {

    private static final Set<String> OPEN_ID = Set.of("openid", "profile", "email", "offline_access");
    private static final String DEFAULT = "/.default";
    private static final String GRAPH = "https://graph.microsoft.com";

    private final EntraDirectory directory;

    Scopes(EntraDirectory directory) {
        this.directory = directory;
    }

    /** Reads a client credentials request: one resource, all of it. */
    Access forApp(TokenCall call) {
        if (call.version() == 1) {
            return access(call.required("resource"), Set.of(), Set.of(), call);
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
        return access(withoutDefault(wanted.get(0)), Set.of(), Set.of(), call);
    }

    /** Reads the request of a flow with a user: scopes of one resource, and those of OpenID Connect. */
    Access forUser(TokenCall call) {
        if (call.version() == 1) {
            String resource = call.form().first("resource").orElse(GRAPH);
            return access(resource, Set.of(), OPEN_ID, call);
        }
        return forUser(call.form().text("scope"), call);
    }

    /** Reads the {@code scope} of a version 2 request with a user. */
    Access forUser(String text, TokenCall call) {
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
        Access access = access(resource.isEmpty() ? GRAPH : resource, everything ? Set.of() : names, openId, call);
        for (String name : names) {
            if (!access.resource().scopes().contains(name)) {
                throw new EntraException(Aadsts.INVALID_SCOPE, access.qualified(name));
            }
        }
        return access;
    }

    private Access access(String identifier, Set<String> names, Set<String> openId, TokenCall call) {
        String tenant =
                call.path().tenant().map(EntraTenant::name).orElse(call.path().word());
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
