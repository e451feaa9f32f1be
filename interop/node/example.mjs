// The example of docs/guides/testkit-standalone.md.

// tag::example[]
import { ClientSecretCredential } from "@azure/identity";
import { BatchServiceClient } from "@azure/batch";
import { TokenCredentials } from "@azure/ms-rest-js";

const kit = process.env; // what the testkit has printed

export async function jobsOfTheAccount() {
  const credential = new ClientSecretCredential(kit.TENANT_ID, kit.CLIENT_ID, kit.CLIENT_SECRET, {
    authorityHost: kit.ENTRA_AUTHORITY,
    disableInstanceDiscovery: true,
  });
  const { token } = await credential.getToken(kit.BATCH_SCOPE);
  const batch = new BatchServiceClient(new TokenCredentials(token), kit.BATCH_ENDPOINT);
  await batch.job.add({ id: "hello", poolInfo: { poolId: "a-pool" } });
  return (await batch.job.list()).map((job) => job.id);
}
// end::example[]

const { Suite, check } = await import("./suite.mjs");
await new Suite("@azure/batch").scenario("run the example of the guide", async () => {
  check((await jobsOfTheAccount()).includes("hello"), "the job is missing");
});
process.exit();
