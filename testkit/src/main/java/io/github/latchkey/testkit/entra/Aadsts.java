package io.github.latchkey.testkit.entra;

import java.util.Arrays;
import java.util.Optional;

/**
 * The errors of Entra ID that the fake knows, with the status and the OAuth error that go with each.
 *
 * <p>All but those of the service's own troubles arise from their cause; {@link EntraAnswers#error} makes the answer
 * for any of them, to be given by a fault.
 */
public enum Aadsts {
    /** The tenant is unknown. */
    TENANT_NOT_FOUND(
            90002,
            400,
            "invalid_request",
            "Tenant '%s' not found. Check to make sure you have the correct"
                    + " tenant ID and are signing into the correct cloud."),
    /** No tenant can be derived from the request. */
    NO_TENANT(
            50059,
            400,
            "invalid_request",
            "No tenant-identifying information found in either the request or implied"
                    + " by any provided credentials."),
    /** A required parameter is absent. */
    MISSING_PARAMETER(900144, 400, "invalid_request", "The request body must contain the following parameter: '%s'."),
    /** The request cannot be understood. */
    MALFORMED_REQUEST(9002313, 400, "invalid_request", "Invalid request. Request is malformed or invalid."),
    /** What is to be exchanged for a token cannot be understood. */
    MALFORMED_GRANT(9002313, 400, "invalid_grant", "Invalid request. Request is malformed or invalid."),
    /** A parameter of the v1 endpoint was sent to the v2 endpoint. */
    RESOURCE_ON_V2(901002, 400, "invalid_request", "The 'resource' request parameter is not supported."),
    /** The grant type is none that the endpoint knows. */
    UNSUPPORTED_GRANT(70003, 400, "unsupported_grant_type", "The app requested an unsupported grant type '%s'."),
    /** The response type is none that the endpoint knows. */
    UNSUPPORTED_RESPONSE_TYPE(
            70005, 400, "unsupported_response_type", "The app requested an unsupported response type" + " '%s'."),
    /** The grant is not allowed for personal accounts. */
    GRANT_NOT_ON_CONSUMERS(
            700038, 400, "invalid_request", "The grant type '%s' is not supported over the /consumers" + " endpoint."),
    /** The grant needs a tenant or {@code organizations}. */
    GRANT_NOT_ON_COMMON(
            9001023,
            400,
            "invalid_request",
            "The grant type is not supported over the /common or"
                    + " /consumers endpoints. Please use the /organizations or tenant-specific endpoint."),
    /** The application is not in the tenant. */
    APP_NOT_FOUND(
            700016,
            400,
            "unauthorized_client",
            "Application with identifier '%s' was not found in the directory"
                    + " '%s'. This can happen if the application has not been installed by the administrator of the tenant or"
                    + " consented to by any user in the tenant."),
    /** The application is disabled. */
    APP_DISABLED(7000112, 400, "unauthorized_client", "Application '%s'(%s) is disabled."),
    /** A code or refresh token is used at another tenant than the one that issued it. */
    GRANT_OF_OTHER_TENANT(
            700005,
            400,
            "invalid_grant",
            "The provided authorization code or refresh token was issued" + " for a different tenant."),
    /** The secret is wrong. */
    WRONG_SECRET(
            7000215,
            401,
            "invalid_client",
            "Invalid client secret provided. Ensure the secret being sent in the"
                    + " request is the client secret value, not the client secret ID, for a secret added to app '%s'."),
    /** The secret was right, but has expired. */
    SECRET_EXPIRED(
            7000222,
            401,
            "invalid_client",
            "The provided client secret keys for app '%s' are expired. Visit the"
                    + " Azure portal to create new keys for your app, or consider using certificate credentials for added"
                    + " security."),
    /** A confidential application sent no credential. */
    CREDENTIAL_REQUIRED(
            7000218,
            401,
            "invalid_client",
            "The request body must contain the following parameter:" + " 'client_assertion' or 'client_secret'."),
    /** A client credentials request without a credential. */
    CREDENTIAL_REQUIRED_FOR_GRANT(
            7000216,
            401,
            "invalid_client",
            "'client_assertion', 'client_secret' or 'request' is"
                    + " required for the 'client_credentials' grant type."),
    /** As the two before, in the older form of the answer. Only by a fault. */
    CREDENTIAL_REQUIRED_OLDER_FORM(
            70002,
            401,
            "invalid_client",
            "The request body must contain the following parameter:" + " 'client_secret or client_assertion'."),
    /** A public client sent a credential. */
    PUBLIC_CLIENT_SENT_CREDENTIAL(
            700025,
            401,
            "invalid_client",
            "Client is public so neither 'client_assertion' nor" + " 'client_secret' should be presented."),
    /** The assertion is not a signed token. */
    ASSERTION_MALFORMED(50027, 401, "invalid_client", "JWT token is invalid or malformed."),
    /** The assertion's certificate is unknown or its signature is wrong. */
    ASSERTION_INVALID(
            700027,
            401,
            "invalid_client",
            "The certificate with identifier used to sign the client assertion"
                    + " is not registered on application, or the assertion failed signature validation. Thumbprint: '%s'."),
    /** The assertion is addressed to somebody else. */
    ASSERTION_AUDIENCE(700023, 401, "invalid_client", "Client assertion audience claim does not match Realm issuer."),
    /** The assertion is not valid now. */
    ASSERTION_TIME(
            700024,
            401,
            "invalid_client",
            "Client assertion is not within its valid time range. Current time:" + " %s, expiry time of assertion %s."),
    /** The certificate is not valid now. */
    CERTIFICATE_EXPIRED(
            1000502,
            401,
            "invalid_client",
            "The provided certificate is not within its specified validity" + " period."),
    /** No federated credential has the assertion's issuer. */
    FEDERATED_ISSUER(
            700211,
            401,
            "invalid_client",
            "No matching federated identity record found for presented" + " assertion issuer '%s'."),
    /** No federated credential has the assertion's audience. */
    FEDERATED_AUDIENCE(
            700212,
            401,
            "invalid_client",
            "No matching federated identity record found for presented" + " assertion audience '%s'."),
    /** No federated credential has the assertion's subject. */
    FEDERATED_SUBJECT(
            700213,
            401,
            "invalid_client",
            "No matching federated identity record found for presented" + " assertion subject '%s'."),
    /** A federated credential has the assertion's subject in another form. */
    FEDERATED_SUBJECT_FORM(
            7002137,
            401,
            "invalid_client",
            "No matching federated identity record found for presented"
                    + " assertion subject '%s'. The subject matches an existing record in another form."),
    /** A federated credential has the assertion's subject in another letter case. */
    FEDERATED_SUBJECT_CASE(
            7002138,
            401,
            "invalid_client",
            "No matching federated identity record found for presented"
                    + " assertion subject '%s'. The subject matches an existing record with different letter case."),
    /** The application has no federated credential at all. */
    NO_FEDERATED_CREDENTIAL(
            70021,
            400,
            "invalid_request",
            "No matching federated identity record found for presented"
                    + " assertion. Assertion Issuer: '%s'. Assertion Subject: '%s'. Assertion Audience: '%s'."),
    /** The tenant does not know the resource. */
    RESOURCE_NOT_FOUND(
            500011,
            400,
            "invalid_resource",
            "The resource principal named %s was not found in the tenant"
                    + " named %s. This can happen if the application has not been installed by the administrator of the tenant or"
                    + " consented to by any user in the tenant."),
    /** The resource is disabled in the tenant. */
    RESOURCE_DISABLED(500014, 400, "invalid_resource", "The service principal for resource '%s' is disabled."),
    /** The scope is not valid. */
    INVALID_SCOPE(
            70011,
            400,
            "invalid_scope",
            "The provided request must include a 'scope' input parameter. The"
                    + " provided value for the input parameter 'scope' is not valid. The scope %s is not valid."),
    /** A client credentials request whose scope does not end in {@code /.default}. */
    SCOPE_NOT_DEFAULT(
            1002012,
            400,
            "invalid_scope",
            "The provided value for scope %s is not valid. Client credential"
                    + " flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."),
    /** Nobody has consented to what the application asks for. */
    CONSENT_REQUIRED(
            65001,
            400,
            "invalid_grant",
            "consent_required",
            "The user or administrator has not consented to"
                    + " use the application with ID '%s' named '%s'. Send an interactive authorization request for this user and"
                    + " resource."),
    /** Only an administrator may consent to what the application asks for. */
    ADMIN_CONSENT_REQUIRED(
            90094,
            400,
            "invalid_grant",
            "consent_required",
            "The grant requires administrator permission for the application with ID '%s'."),
    /** The user declined to consent. */
    CONSENT_DECLINED(65004, 400, "access_denied", "User declined to consent to access the app."),
    /** No session, and no page was to be shown. */
    LOGIN_REQUIRED(50058, 400, "login_required", "A silent sign-in request was sent but no user is signed in."),
    /** The user must prove more than the password. */
    MFA_REQUIRED(
            50076,
            400,
            "invalid_grant",
            "basic_action",
            "Due to a configuration change made by your administrator,"
                    + " or because you moved to a new location, you must use multi-factor authentication to access '%s'."),
    /** The user must set up more than the password. */
    MFA_REGISTRATION_REQUIRED(
            50079,
            400,
            "invalid_grant",
            "basic_action",
            "Due to a configuration change made by your"
                    + " administrator, or because you moved to a new location, you must enroll in multi-factor authentication to"
                    + " access '%s'."),
    /** A conditional access policy forbids it. */
    BLOCKED_BY_POLICY(
            53003,
            400,
            "invalid_grant",
            "message_only",
            "Access has been blocked by Conditional Access"
                    + " policies. The access policy does not allow token issuance."),
    /** The authorization code is too old. */
    CODE_EXPIRED(
            70008,
            400,
            "invalid_grant",
            "The provided authorization code or refresh token has expired due to"
                    + " inactivity. Send a new interactive authorization request for this user and resource."),
    /** The refresh token is too old. */
    REFRESH_TOKEN_EXPIRED(
            700082,
            400,
            "invalid_grant",
            "token_expired",
            "The refresh token has expired due to"
                    + " inactivity. The token was issued on %s and was inactive for %s."),
    /** The grant was made by somebody else or for somebody else. */
    GRANT_UNUSABLE(70000, 400, "invalid_grant", "bad_token", "Provided grant is invalid or malformed."),
    /** The authorization code was used before. */
    CODE_REDEEMED(
            54005,
            400,
            "invalid_grant",
            "OAuth2 Authorization code was already redeemed, please retry with a new"
                    + " valid code or use an existing refresh token."),
    /** The code verifier does not fit the code challenge. */
    WRONG_CODE_VERIFIER(
            501481,
            400,
            "invalid_grant",
            "The Code_Verifier does not match the code_challenge supplied in" + " the authorization request."),
    /** The code challenge asks for a code verifier, and there is none. */
    NO_CODE_VERIFIER(
            50148,
            400,
            "invalid_grant",
            "The code_verifier does not match the code_challenge supplied in the" + " authorization request for PKCE."),
    /** The redirect address is not registered. */
    REDIRECT_NOT_REGISTERED(
            50011,
            400,
            "invalid_request",
            "The redirect URI '%s' specified in the request does not match"
                    + " the redirect URIs configured for the application '%s'. Make sure the redirect URI sent in the request"
                    + " matches one added to your application in the Azure portal."),
    /** The redirect address is not the one that the code was asked for with. */
    REDIRECT_MISMATCH(
            500112,
            400,
            "invalid_client",
            "The reply address '%s' does not match the reply address '%s'"
                    + " provided when requesting Authorization code."),
    /** The user is unknown. */
    USER_NOT_FOUND(
            50034,
            400,
            "invalid_grant",
            "The user account %s does not exist in the %s directory. To sign into"
                    + " this application, the account must be added to the directory."),
    /** The password is wrong. */
    WRONG_PASSWORD(50126, 400, "invalid_grant", "Error validating credentials due to invalid username or password."),
    /** The password was right, but has expired. */
    PASSWORD_EXPIRED(50055, 400, "invalid_grant", "user_password_expired", "The password is expired."),
    /** The account is locked. */
    ACCOUNT_LOCKED(
            50053,
            400,
            "invalid_grant",
            "The account is locked, you've tried to sign in too many times with an"
                    + " incorrect user ID or password."),
    /** The account is disabled. */
    ACCOUNT_DISABLED(50057, 400, "invalid_grant", "The user account is disabled."),
    /** The assertion of an on-behalf-of request has expired. */
    OBO_ASSERTION_EXPIRED(
            500133,
            400,
            "invalid_grant",
            "Assertion is not within its valid time range. Ensure that the"
                    + " access token is not expired before using it for user assertion, or request a new token."),
    /** The assertion of an on-behalf-of request is not for this application, or not from here. */
    OBO_ASSERTION_INVALID(
            50013,
            400,
            "invalid_grant",
            "Assertion failed signature validation, or its audience is not the" + " application that presented it."),
    /** The client repeats the same request too often. */
    CLIENT_LOOPING(
            50196,
            400,
            "invalid_grant",
            "The server terminated an operation because it encountered a client request"
                    + " loop. Please contact your app vendor."),
    /** The authority host of an instance discovery request is unknown. */
    UNKNOWN_INSTANCE(50049, 400, "invalid_instance", "Unknown or invalid instance."),
    /** The device code has not been approved yet. */
    DEVICE_PENDING(
            70016,
            400,
            "authorization_pending",
            "OAuth 2.0 device flow error. Authorization is pending. Continue" + " polling."),
    /** The user declined the device. */
    DEVICE_DECLINED(
            65004,
            400,
            "authorization_declined",
            "OAuth 2.0 device flow error. The user declined to authorize" + " the device."),
    /** The device code is unknown. */
    DEVICE_CODE_UNKNOWN(
            70018, 400, "bad_verification_code", "OAuth 2.0 device flow error. The device code is not valid."),
    /** The device code is too old. */
    DEVICE_CODE_EXPIRED(70020, 400, "expired_token", "OAuth 2.0 device flow error. The device code has expired."),
    /** The device code is too old, in another form of the answer. Only by a fault. */
    DEVICE_CODE_EXPIRED_OTHER_FORM(
            70019, 400, "expired_token", "OAuth 2.0 device flow error. The verification code has expired."),
    /** The service has a passing trouble. Only by a fault. */
    TRANSIENT(90033, 503, "temporarily_unavailable", "A transient error has occurred. Please try again."),
    /** The service has an error. Only by a fault. */
    SERVER_ERROR(90041, 500, "server_error", "An unexpected error occurred. Please try again."),
    /** The tenant asks too much. Only by a fault. */
    TENANT_THROTTLED(
            90055,
            429,
            "temporarily_unavailable",
            "The server terminated an operation because it encountered a"
                    + " tenant throttling limit. Please try again later.");

    private final int code;
    private final int status;
    private final String error;
    private final String suberror;
    private final String text;

    Aadsts(int code, int status, String error, String text) {
        this(code, status, error, "", text);
    }

    Aadsts(int code, int status, String error, String suberror, String text) {
        this.code = code;
        this.status = status;
        this.error = error;
        this.suberror = suberror;
        this.text = text;
    }

    /**
     * Returns the number after {@code AADSTS}.
     *
     * @return the number
     */
    public int code() {
        return code;
    }

    /**
     * Returns the HTTP status that goes with the error.
     *
     * @return 400 to 503
     */
    public int status() {
        return status;
    }

    /**
     * Returns the value of {@code error}.
     *
     * @return an OAuth error
     */
    public String error() {
        return error;
    }

    /**
     * Returns the value of {@code suberror}.
     *
     * @return empty when there is none
     */
    public String suberror() {
        return suberror;
    }

    /**
     * Finds the error with a number.
     *
     * @param code the number after {@code AADSTS}
     * @return the first error with that number, or empty
     */
    public static Optional<Aadsts> byCode(int code) {
        return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
    }

    /** As {@link #byCode}, for a number that somebody has typed. */
    static Optional<Aadsts> byNumber(String typed) {
        return Arrays.stream(values())
                .filter(one -> Integer.toString(one.code).equals(typed))
                .findFirst();
    }

    /** Fills in the error's text. Details that are missing stay empty, so that any error can be made without them. */
    String text(Object... details) {
        int wanted = text.split("%s", -1).length - 1;
        Object[] filled = new Object[wanted];
        for (int i = 0; i < wanted; i++) {
            filled[i] = i < details.length ? details[i] : "";
        }
        return String.format(text, filled);
    }
}
