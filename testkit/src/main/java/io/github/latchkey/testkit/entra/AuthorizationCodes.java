package io.github.latchkey.testkit.entra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hands out authorization codes and takes each of them once. */
final class AuthorizationCodes {

    private static final String PREFIX = "0.";

    private final Vault<Entry> vault = new Vault<>();
    private final EntraOptions options;
    private final Ids ids;

    AuthorizationCodes(EntraOptions options, Ids ids) {
        this.options = options;
        this.ids = ids;
    }

    String issue(AuthorizeRequest request, SignIn signIn) {
        String handle = PREFIX + ids.opaque(48);
        vault.put(handle, new Entry(request, signIn, options.clock().instant(), new AtomicBoolean()));
        return handle;
    }

    Entry redeem(TokenCall call, EntraApp app) {
        String handle = call.required("code");
        if (!handle.startsWith(PREFIX)) {
            throw new EntraException(Aadsts.MALFORMED_GRANT);
        }
        Entry entry = vault.get(handle)
                .filter(one -> one.request().app().clientId().equals(app.clientId()))
                .orElseThrow(() -> new EntraException(Aadsts.GRANT_UNUSABLE));
        TenantPath path = call.path();
        if (path.tenant().isPresent()
                && !path.tenant().get().id().equals(entry.signIn().tenantId())) {
            throw new EntraException(Aadsts.GRANT_OF_OTHER_TENANT);
        }
        String redirect = call.required("redirect_uri");
        if (!redirect.equals(entry.request().redirectUri())) {
            throw new EntraException(
                    Aadsts.REDIRECT_MISMATCH, redirect, entry.request().redirectUri());
        }
        if (!options.clock().instant().isBefore(entry.issuedAt().plus(options.codeLifetime()))) {
            throw new EntraException(Aadsts.CODE_EXPIRED);
        }
        checkVerifier(entry.request(), call.form().text("code_verifier"));
        if (!entry.redeemed().compareAndSet(false, true)) {
            throw new EntraException(Aadsts.CODE_REDEEMED);
        }
        return entry;
    }

    /** RFC 7636, section 4.6. */
    private static void checkVerifier(AuthorizeRequest request, String verifier) {
        if (request.codeChallenge().isEmpty()) {
            return;
        }
        if (verifier.isEmpty()) {
            throw new EntraException(Aadsts.NO_CODE_VERIFIER);
        }
        String computed = request.codeChallengeMethod().equals("S256") ? sha256(verifier) : verifier;
        if (!computed.equals(request.codeChallenge())) {
            throw new EntraException(Aadsts.WRONG_CODE_VERIFIER);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    record Entry(AuthorizeRequest request, SignIn signIn, Instant issuedAt, AtomicBoolean redeemed) {}
}
