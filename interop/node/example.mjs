// The example of docs/guides/testkit-standalone.md: starts the standalone testkit, runs a job in it, stops it.

import { ClientSecretCredential } from "@azure/identity";
import { BatchServiceClient } from "@azure/batch";
import { TokenCredentials } from "@azure/ms-rest-js";
import { Suite, kit } from "./suite.mjs";

await new Suite("@azure/batch").scenario("run the example of the guide", async () => {
  // tag::example[]
  const credential = new ClientSecretCredential(kit("TENANT_ID"), kit("CLIENT_ID"), kit("CLIENT_SECRET"), {
    authorityHost: kit("ENTRA_AUTHORITY"),
    disableInstanceDiscovery: true,
  });
  const { token } = await credential.getToken(kit("BATCH_SCOPE"));
  const batch = new BatchServiceClient(new TokenCredentials(token), kit("BATCH_ENDPOINT"));

  await batch.job.add({ id: "hello", poolInfo: { poolId: "none-yet" } });
  await batch.task.add("hello", { id: "task-1", commandLine: "/bin/sh -c 'echo hello'" });
  const tasks = await batch.task.list("hello");
  console.error(tasks.map((task) => `${task.id} is ${task.state}`));
  // end::example[]
  await batch.job.deleteMethod("hello");
});
process.exit();
