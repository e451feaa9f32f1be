// @azure/batch, unchanged but for the address of the account; signed with the key, and with a token of @azure/ms-rest-nodeauth.

import { BatchServiceClient, BatchSharedKeyCredentials } from "@azure/batch";
import { ClientSecretCredential } from "@azure/identity";
import { Environment } from "@azure/ms-rest-azure-env";
import { TokenCredentials } from "@azure/ms-rest-js";
import { loginWithServicePrincipalSecret, loginWithUsernamePassword } from "@azure/ms-rest-nodeauth";
import { setTimeout as sleep } from "node:timers/promises";
import { Suite, check, equal, kit, refused } from "./suite.mjs";

const endpoint = kit("BATCH_ENDPOINT");
const suite = new Suite("@azure/batch");
const environment = {
  ...Environment.AzureCloud,
  name: "Latchkey",
  activeDirectoryEndpointUrl: kit("ENTRA_AUTHORITY") + "/",
  batchResourceId: kit("BATCH_RESOURCE"),
  validateAuthority: false,
};
const login = { environment, tokenAudience: kit("BATCH_RESOURCE") };

const pool = (id) => ({
  id,
  vmSize: "standard_d2s_v3",
  targetDedicatedNodes: 2,
  virtualMachineConfiguration: {
    imageReference: { publisher: "canonical", offer: "0001-com-ubuntu-server-jammy", sku: "22_04-lts" },
    nodeAgentSKUId: "batch.node.ubuntu 22.04",
  },
});

const tasks = Array.from({ length: 250 }, (_, i) => ({
  id: `task-${String(i).padStart(3, "0")}`,
  commandLine: `/bin/sh -c "echo ${i}"`,
}));

async function until(what, test) {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await test()) {
      return;
    }
    await sleep(50);
  }
  throw new Error(`${what} did not come about`);
}

/** The whole journey with one way to authenticate. */
async function journey(how, client, suffix) {
  const scenario = (title, work) => suite.scenario(`${how}: ${title}`, work);
  const poolId = `node-pool-${suffix}`;
  const jobId = `node-job-${suffix}`;

  await scenario("create a pool and wait for its nodes", async () => {
    await client.pool.add(pool(poolId));
    await until("the pool's rest", async () => (await client.pool.get(poolId)).allocationState === "steady"
      && (await client.computeNode.list(poolId)).filter((node) => node.state === "idle").length === 2);
  });

  await scenario("create a job", async () => {
    await client.job.add({ id: jobId, poolInfo: { poolId } });
    equal((await client.job.get(jobId)).state, "active", "the job's state");
  });

  await scenario("create a job a second time is refused with JobExists", async () => {
    const error = await refused(() => client.job.add({ id: jobId, poolInfo: { poolId } }));
    equal(error.statusCode, 409, "the status");
    equal(error.code ?? error.body?.code, "JobExists", "the code");
  });

  await scenario("add 250 tasks", async () => {
    for (let from = 0; from < tasks.length; from += 100) {
      const { value } = await client.task.addCollection(jobId, tasks.slice(from, from + 100));
      check(value.every((one) => one.status.toLowerCase() === "success"), "not all tasks were taken");
    }
  });

  await scenario("page through 250 tasks", async () => {
    const ids = [];
    let pages = 1;
    let page = await client.task.list(jobId, { taskListOptions: { maxResults: 100 } });
    page.forEach((task) => ids.push(task.id));
    while (page.odatanextLink) {
      page = await client.task.listNext(page.odatanextLink);
      page.forEach((task) => ids.push(task.id));
      pages++;
    }
    check(pages >= 3, `there were ${pages} pages`);
    equal(new Set(ids).size, 250, "the number of tasks");
  });

  await scenario("list tasks with a filter and a selection", async () => {
    const found = await client.task.list(jobId, { taskListOptions: { filter: "startswith(id, 'task-00')", select: "id" } });
    equal(found.length, 10, "the number of tasks");
    equal(found[0].commandLine, undefined, "what was not selected");
  });

  await scenario("watch the job until all tasks have succeeded", async () => {
    await until("the end of all tasks", async () => {
      const counts = await client.job.getTaskCounts(jobId);
      return (counts.taskCounts ?? counts).succeeded === 250;
    });
  });

  await scenario("get a task and its exit code", async () => {
    const task = await client.task.get(jobId, "task-007");
    equal(task.state, "completed", "the state");
    equal(task.executionInfo.exitCode, 0, "the exit code");
    check(task.executionInfo.startTime instanceof Date, "the start is no date");
  });

  await scenario("read a file of a task", async () => {
    const answer = await client.file.getFromTask(jobId, "task-007", "stdout.txt");
    const parts = [];
    for await (const part of answer.readableStreamBody) {
      parts.push(part);
    }
    check(Buffer.concat(parts).length > 0, "the file is empty");
  });

  await scenario("list files of a task and of a node", async () => {
    const files = await client.file.listFromTask(jobId, "task-007", { recursive: true });
    check(files.some((file) => file.name === "stderr.txt"), "stderr.txt is missing");
    const [node] = await client.computeNode.list(poolId);
    await client.file.listFromComputeNode(poolId, node.id);
  });

  await scenario("change a job", async () => {
    await client.job.patch(jobId, { priority: 7 });
    equal((await client.job.get(jobId)).priority, 7, "the priority");
  });

  await scenario("missing job is refused with 404 JobNotFound", async () => {
    const error = await refused(() => client.job.get("no-such-job"));
    equal(error.statusCode, 404, "the status");
    equal(error.code ?? error.body?.code, "JobNotFound", "the code");
  });

  await scenario("ask whether a pool exists", async () => {
    equal((await client.pool.exists(poolId)).body, true, "the pool that is there");
    equal((await client.pool.exists("no-such-pool")).body, false, "the pool that is not");
  });

  await scenario("list images and node counts of the account", async () => {
    check((await client.account.listSupportedImages()).length > 0, "there are no images");
    check((await client.account.listPoolNodeCounts()).some((one) => one.poolId === poolId), "the pool is not counted");
  });

  await scenario("delete a task, the job and the pool", async () => {
    await client.task.deleteMethod(jobId, "task-000");
    await client.job.deleteMethod(jobId);
    await client.pool.deleteMethod(poolId);
    await until("the job's end", async () => (await refusedOrNull(() => client.job.get(jobId)))?.statusCode === 404);
    await until("the pool's end", async () => (await refusedOrNull(() => client.pool.get(poolId)))?.statusCode === 404);
  });
}

async function refusedOrNull(work) {
  try {
    await work();
    return null;
  } catch (error) {
    return error;
  }
}

const key = (value) => new BatchServiceClient(new BatchSharedKeyCredentials(kit("BATCH_ACCOUNT"), value), endpoint);

await journey("shared key", key(kit("BATCH_KEY")), "key");

await suite.scenario("wrong key is refused with 403 AuthenticationFailed", async () => {
  const error = await refused(() => key(Buffer.from("wrong").toString("base64")).job.list());
  equal(error.statusCode, 403, "the status");
  equal(error.code ?? error.body?.code, "AuthenticationFailed", "the code");
});

const adal = new Suite("@azure/ms-rest-nodeauth");
let principal;
await adal.scenario("get a token with a secret (v1 endpoint)", async () => {
  principal = await loginWithServicePrincipalSecret(kit("CLIENT_ID"), kit("CLIENT_SECRET"), kit("TENANT_ID"), login);
  check((await principal.getToken()).accessToken, "there is no token");
});
await adal.scenario("get a token with user name and password (v1 endpoint)", async () => {
  const user = await loginWithUsernamePassword(kit("USER_NAME"), kit("USER_PASSWORD"), {
    ...login, clientId: kit("CLIENT_ID"), domain: kit("TENANT_ID"),
  });
  check((await user.getToken()).accessToken, "there is no token");
});
await adal.scenario("wrong secret is refused with AADSTS7000215", async () => {
  const error = await refused(() => loginWithServicePrincipalSecret(kit("CLIENT_ID"), "wrong", kit("TENANT_ID"), login));
  check(error.message.includes("7000215"), `the message is ${error.message}`);
});

await journey("token of @azure/ms-rest-nodeauth", new BatchServiceClient(principal, endpoint), "adal");

await suite.scenario("token of @azure/identity is taken", async () => {
  const { token } = await new ClientSecretCredential(kit("TENANT_ID"), kit("CLIENT_ID"), kit("CLIENT_SECRET"), {
    authorityHost: kit("ENTRA_AUTHORITY"), disableInstanceDiscovery: true,
  }).getToken(kit("BATCH_SCOPE"));
  await new BatchServiceClient(new TokenCredentials(token), endpoint).job.list();
});

await suite.scenario("token for another audience is refused with 401", async () => {
  const { token } = await new ClientSecretCredential(kit("TENANT_ID"), kit("CLIENT_ID"), kit("CLIENT_SECRET"), {
    authorityHost: kit("ENTRA_AUTHORITY"), disableInstanceDiscovery: true,
  }).getToken("https://management.azure.com/.default");
  const error = await refused(() => new BatchServiceClient(new TokenCredentials(token), endpoint).job.list());
  equal(error.statusCode, 401, "the status");
});

// A client that still waits for something must not keep the suite from ending.
process.exit();
