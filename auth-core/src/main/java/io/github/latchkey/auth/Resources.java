package io.github.latchkey.auth;

/** What those ask for who know no scopes: a resource, with whatever the caller may do there. */
public final class Resources {

    private static final String DEFAULT_SCOPE = "/.default";

    private Resources() {}

    /**
     * Returns the resource that a request means.
     *
     * @param who who is asked, as a sentence begins with it
     * @param request what is asked for
     * @return its only scope, without the ending {@code /.default}
     * @throws PermanentAuthenticationException if there are several scopes, or the scope has another ending
     */
    public static String of(String who, TokenRequest request) {
        String scope = request.scopes().iterator().next();
        if (request.scopes().size() != 1 || !scope.endsWith(DEFAULT_SCOPE)) {
            throw new PermanentAuthenticationException(
                    who + " asks for one resource, not for " + String.join(" ", request.scopes()),
                    ErrorDetails.builder()
                            .remedy("Give one scope that ends in /.default; for Azure Batch it is Cloud.batchScope().")
                            .build(),
                    null);
        }
        return scope.substring(0, scope.length() - DEFAULT_SCOPE.length());
    }
}
