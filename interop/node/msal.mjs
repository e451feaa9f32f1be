// @azure/msal-node, unchanged but for the authority.

import { ConfidentialClientApplication, ManagedIdentityApplication, PublicClientApplication, ServerError } from "@azure/msal-node";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { Suite, approve, browse, check, claims, equal, follow, kit, refused } from "./suite.mjs";

const suite = new Suite("@azure/msal-node");
const client = kit("CLIENT_ID");
const appScopes = [kit("BATCH_SCOPE")];
const userScopes = [kit("BATCH_RESOURCE") + "/user_impersonation"];

/** The only settings that differ from those for Azure. */
function auth(prefix = "") {
  const authority = kit(`${prefix}ENTRA_AUTHORITY`);
  return {
    clientId: client,
    authority: `${authority}/${kit("TENANT_ID")}`,
    knownAuthorities: [new URL(authority).host],
  };
}

function confidential(secret = kit("CLIENT_SECRET"), prefix = "") {
  return new ConfidentialClientApplication({ auth: { ...auth(prefix), clientSecret: secret } });
}

await suite.scenario("get a token with a secret", async () => {
  const { accessToken, fromCache } = await confidential().acquireTokenByClientCredential({ scopes: appScopes });
  equal(claims(accessToken).aud, kit("BATCH_RESOURCE"), "the audience");
  equal(fromCache, false, "fromCache");
});

await suite.scenario("take the second token from the cache", async () => {
  const application = confidential();
  await application.acquireTokenByClientCredential({ scopes: appScopes });
  const { fromCache } = await application.acquireTokenByClientCredential({ scopes: appScopes });
  equal(fromCache, true, "fromCache");
});

await suite.scenario("get a token with a certificate", async () => {
  const pem = readFileSync(kit("CLIENT_CERT_PEM"), "utf8");
  const certificate = new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE-----")));
  const privateKey = pem.match(/-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----/)[0];
  const thumbprintSha256 = certificate.fingerprint256.replaceAll(":", "");
  const application = new ConfidentialClientApplication({
    auth: { ...auth(), clientCertificate: { thumbprintSha256, privateKey } },
  });
  const { accessToken } = await application.acquireTokenByClientCredential({ scopes: appScopes });
  equal(claims(accessToken).appidacr, "2", "how the client proved itself");
});

await suite.scenario("get a token with user name and password", async () => {
  const { accessToken, account } = await new PublicClientApplication({ auth: auth() }).acquireTokenByUsernamePassword({
    scopes: userScopes, username: kit("USER_NAME"), password: kit("USER_PASSWORD"),
  });
  equal(claims(accessToken).upn, kit("USER_NAME"), "the user");
  equal(account.username, kit("USER_NAME"), "the account");
});

await suite.scenario("get a token with a device code that a POST approves", async () => {
  const { accessToken } = await new PublicClientApplication({ auth: auth() }).acquireTokenByDeviceCode({
    scopes: userScopes, deviceCodeCallback: ({ userCode }) => approve(userCode),
  });
  equal(claims(accessToken).upn, kit("USER_NAME"), "the user");
});

await suite.scenario("get a token with an authorization code", async () => {
  const application = confidential(kit("AUTO_CLIENT_SECRET"), "AUTO_");
  const redirectUri = kit("AUTO_REDIRECT_URI");
  const back = await follow(await application.getAuthCodeUrl({ scopes: userScopes, redirectUri, state: "s1" }));
  equal(back.searchParams.get("state"), "s1", "the state");
  const { accessToken } = await application.acquireTokenByCode({
    scopes: userScopes, redirectUri, code: back.searchParams.get("code"),
  });
  equal(claims(accessToken).upn, kit("USER_NAME"), "the user");
});

await suite.scenario("sign a person in by a browser, with PKCE and a loopback redirect", async () => {
  const { accessToken } = await new PublicClientApplication({ auth: auth("AUTO_") }).acquireTokenInteractive({
    scopes: userScopes,
    openBrowser: browse,
  });
  equal(claims(accessToken).upn, kit("USER_NAME"), "the user");
});

await suite.scenario("refresh a person's token silently", async () => {
  const application = new PublicClientApplication({ auth: auth() });
  const { account, accessToken } = await application.acquireTokenByUsernamePassword({
    scopes: userScopes, username: kit("USER_NAME"), password: kit("USER_PASSWORD"),
  });
  const cached = await application.acquireTokenSilent({ account, scopes: userScopes });
  equal(cached.accessToken, accessToken, "the token of the cache");
  const renewed = await application.acquireTokenSilent({ account, scopes: userScopes, forceRefresh: true });
  check(renewed.accessToken !== accessToken, "the token is not a new one");
});

await suite.scenario("get a token of a managed identity (App Service)", async () => {
  process.env.IDENTITY_ENDPOINT = kit("MANAGED_IDENTITY_ENDPOINT");
  process.env.IDENTITY_HEADER = kit("MANAGED_IDENTITY_HEADER");
  try {
    const { accessToken } = await new ManagedIdentityApplication({}).acquireToken({ resource: kit("BATCH_RESOURCE") });
    equal(claims(accessToken).aud, kit("BATCH_RESOURCE"), "the audience");
  } finally {
    delete process.env.IDENTITY_ENDPOINT;
    delete process.env.IDENTITY_HEADER;
  }
});

await suite.scenario("wrong secret is a ServerError with AADSTS7000215", async () => {
  const error = await refused(() => confidential("wrong").acquireTokenByClientCredential({ scopes: appScopes }));
  check(error instanceof ServerError, `the error is a ${error.name}`);
  equal(error.errorCode, "invalid_client", "the error code");
  check(error.errorMessage.includes("AADSTS7000215"), `the message is ${error.errorMessage}`);
});

await suite.scenario("wrong password is refused with AADSTS50126", async () => {
  const error = await refused(() => new PublicClientApplication({ auth: auth() }).acquireTokenByUsernamePassword({
    scopes: userScopes, username: kit("USER_NAME"), password: "wrong",
  }));
  check(error.message.includes("AADSTS50126"), `the message is ${error.message}`);
});

// A client that still waits for something must not keep the suite from ending.
process.exit();
