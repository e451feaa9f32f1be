package io.github.latchkey.testkit.entra;

import io.github.latchkey.testkit.http.ServerRequest;
import io.github.latchkey.testkit.http.ServerResponse;
import java.util.Map;

/** Both token endpoints: reads the request and hands it to its grant. */
final class TokenEndpoint {

    private final EntraDirectory directory;
    private final EntraOptions options;
    private final Map<String, Grant> grants;
    private final LoopGuard loops;

    TokenEndpoint(EntraDirectory directory, EntraOptions options, Map<String, Grant> grants, LoopGuard loops) {
        this.directory = directory;
        this.options = options;
        this.grants = Map.copyOf(grants);
        this.loops = loops;
    }

    ServerResponse handle(int version, ServerRequest request) {
        TenantPath path = TenantPath.resolve(directory, request.pathParameter("tenant"));
        TokenCall call = new TokenCall(request, version, path);
        String type = call.required("grant_type");
        if (version == 2 && call.form().has("resource")) {
            throw new EntraException(Aadsts.RESOURCE_ON_V2);
        }
        Grant grant = grants.get(type);
        if (grant == null) {
            throw new EntraException(Aadsts.UNSUPPORTED_GRANT, type);
        }
        loops.check(call);
        return grant.exchange(call).toResponse(version, options);
    }
}
