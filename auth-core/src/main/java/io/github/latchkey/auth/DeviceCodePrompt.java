package io.github.latchkey.auth;

import java.net.URI;
import java.time.Instant;

/**
 * What a user has to do to sign in on another device. The code is worthless without the user's own sign-in, so this may
 * be shown and logged.
 *
 * @param userCode the code to type
 * @param verificationUri the page to type it into
 * @param message both of them as a sentence by Entra ID, in the user's language
 * @param expiresAt when the code becomes useless
 */
public record DeviceCodePrompt(String userCode, URI verificationUri, String message, Instant expiresAt) {}
