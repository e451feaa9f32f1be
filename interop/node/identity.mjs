// @azure/identity, unchanged but for the authority host.

import {
  AuthorizationCodeCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  ManagedIdentityCredential,
  UsernamePasswordCredential,
  getBearerTokenProvider,
} from "@azure/identity";
import { Suite, approve, check, claims, equal, follow, kit, refused, requests } from "./suite.mjs";

const suite = new Suite("@azure/identity");
const tenant = kit("TENANT_ID");
const client = kit("CLIENT_ID");
const appScope = kit("BATCH_SCOPE");
const userScope = kit("BATCH_RESOURCE") + "/user_impersonation";
const options = { authorityHost: kit("ENTRA_AUTHORITY"), disableInstanceDiscovery: true };

function forBatch(token, clientId) {
  equal(claims(token).aud, kit("BATCH_RESOURCE"), "the audience");
  equal(claims(token).appid, clientId, "the application");
}

await suite.scenario("get a token with a secret", async () => {
  const { token, expiresOnTimestamp } = await new ClientSecretCredential(
    tenant, client, kit("CLIENT_SECRET"), options).getToken(appScope);
  forBatch(token, client);
  check(expiresOnTimestamp > Date.now() + 30 * 60_000, "the token lives less than half an hour");
});

await suite.scenario("get a token with a certificate", async () => {
  const { token } = await new ClientCertificateCredential(
    tenant, client, { certificatePath: kit("CLIENT_CERT_PEM") }, options).getToken(appScope);
  forBatch(token, client);
  equal(claims(token).appidacr, "2", "how the client proved itself");
});

await suite.scenario("get a token with a certificate chain (x5c)", async () => {
  const { token } = await new ClientCertificateCredential(
    tenant, client, { certificatePath: kit("CLIENT_CERT_PEM") }, { ...options, sendCertificateChain: true }).getToken(appScope);
  forBatch(token, client);
});

await suite.scenario("get a token with user name and password", async () => {
  const { token } = await new UsernamePasswordCredential(
    tenant, client, kit("USER_NAME"), kit("USER_PASSWORD"), options).getToken(userScope);
  equal(claims(token).upn, kit("USER_NAME"), "the user");
});

await suite.scenario("get a token with a device code that a POST approves", async () => {
  const { token } = await new DeviceCodeCredential({
    ...options,
    tenantId: tenant,
    clientId: client,
    userPromptCallback: ({ userCode }) => approve(userCode),
  }).getToken(userScope);
  equal(claims(token).upn, kit("USER_NAME"), "the user");
});

await suite.scenario("get a token with an authorization code", async () => {
  const authority = kit("AUTO_ENTRA_AUTHORITY");
  const redirectUri = kit("AUTO_REDIRECT_URI");
  const query = new URLSearchParams({
    client_id: client, response_type: "code", redirect_uri: redirectUri, scope: `${userScope} openid offline_access`,
  });
  const back = await follow(`${authority}/${tenant}/oauth2/v2.0/authorize?${query}`);
  const { token } = await new AuthorizationCodeCredential(
    tenant, client, kit("AUTO_CLIENT_SECRET"), back.searchParams.get("code"), redirectUri,
    { ...options, authorityHost: authority }).getToken(userScope);
  equal(claims(token).upn, kit("USER_NAME"), "the user");
});

await suite.scenario("get a token of a managed identity (App Service)", async () => {
  process.env.IDENTITY_ENDPOINT = kit("MANAGED_IDENTITY_ENDPOINT");
  process.env.IDENTITY_HEADER = kit("MANAGED_IDENTITY_HEADER");
  try {
    const { token } = await new ManagedIdentityCredential().getToken(appScope);
    equal(claims(token).aud, kit("BATCH_RESOURCE"), "the audience");
  } finally {
    delete process.env.IDENTITY_ENDPOINT;
    delete process.env.IDENTITY_HEADER;
  }
});

await suite.scenario("get a token of a managed identity (instance metadata)", async () => {
  process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = kit("MANAGED_IDENTITY_IMDS_HOST");
  try {
    const { token } = await new ManagedIdentityCredential().getToken(appScope);
    equal(claims(token).aud, kit("BATCH_RESOURCE"), "the audience");
  } finally {
    delete process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST;
  }
});

await suite.scenario("keep a token and hand it out again", async () => {
  const provider = getBearerTokenProvider(new ClientSecretCredential(tenant, client, kit("CLIENT_SECRET"), options), appScope);
  equal(await provider(), await provider(), "the second token");
});

await suite.scenario("wrong secret is refused with AADSTS7000215", async () => {
  const error = await refused(() => new ClientSecretCredential(tenant, client, "wrong", options).getToken(appScope));
  check(error.message.includes("AADSTS7000215"), `the message is ${error.message}`);
  check(/^Authentication/.test(error.name), `the error is a ${error.name}`);
});

await suite.scenario("wrong password is refused with AADSTS50126", async () => {
  const error = await refused(() => new UsernamePasswordCredential(
    tenant, client, kit("USER_NAME"), "wrong", options).getToken(userScope));
  check(error.message.includes("AADSTS50126"), `the message is ${error.message}`);
});

await suite.scenario("unknown tenant is refused with AADSTS90002", async () => {
  const unknown = "00000000-1111-4222-8333-444444444444";
  const error = await refused(() => new ClientSecretCredential(unknown, client, "any", options).getToken(appScope));
  // The client says so of every fault of the metadata, and nothing of the answer that it got.
  check(error.message.includes("endpoints_resolution_error"), `the message is ${error.message}`);
  const asked = (await requests("entra")).filter(({ path }) => path.startsWith(`/${unknown}/`));
  check(asked.length > 0, "Entra ID was not asked");
  check(asked.every(({ status }) => status === 400), `Entra ID answered ${asked.map(({ status }) => status)}`);
  const answer = await (await fetch(kit("ENTRA_AUTHORITY") + asked[0].path)).json();
  check(answer.error_description.startsWith("AADSTS90002"), `Entra ID says ${answer.error_description}`);
});

await suite.scenario("declined device code is refused", async () => {
  const error = await refused(() => new DeviceCodeCredential({
    ...options,
    tenantId: tenant,
    clientId: client,
    userPromptCallback: ({ userCode }) =>
      fetch(kit("DEVICE_DECLINE_URL").replace("{user_code}", userCode), { method: "POST" }),
  }).getToken(userScope));
  check(/declin/i.test(error.message), `the message is ${error.message}`);
});

// A client that still waits for something must not keep the suite from ending.
process.exit();
