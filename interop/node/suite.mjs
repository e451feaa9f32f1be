// Runs scenarios one after the other and prints one line for each.

import { createRequire } from "node:module";

const PATIENCE_MS = 60_000;

/** Reads what the standalone testkit has printed; interop/run hands it over in the environment. */
export function kit(name) {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set; start this by interop/run`);
  }
  return value;
}

/** Reads the version of an installed package, whatever it exports. */
export function version(name) {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name)) {
    try {
      return require(`${folder}/${name}/package.json`).version;
    } catch {
      // Not installed there.
    }
  }
  return "unknown";
}

export class Suite {
  #client;

  constructor(name) {
    this.#client = `${name} ${version(name)}`;
  }

  /** Runs a scenario; what it throws becomes a FAIL. */
  async scenario(title, work) {
    let timer;
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("it does not end")), PATIENCE_MS);
    });
    try {
      await Promise.race([work(), limit]);
      console.log(`PASS ${this.#client}: ${title}`);
    } catch (error) {
      console.log(`FAIL ${this.#client}: ${title}: ${oneLine(error)}`);
      console.error(error);
      process.exitCode = 3;
    } finally {
      clearTimeout(timer);
    }
  }
}

function oneLine(error) {
  return String(error?.message ?? error).replace(/\s+/g, " ").slice(0, 300);
}

export function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

export function equal(actual, expected, what) {
  check(actual === expected, `${what} is ${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`);
}

/** Expects work to be refused, and returns the error. */
export async function refused(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("it was not refused");
}

/** Reads the claims of a token, as its receiver would. */
export function claims(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
}

/** Approves a device as DEVICE_APPROVE_URL promises. */
export async function approve(userCode) {
  const answer = await fetch(kit("DEVICE_APPROVE_URL").replace("{user_code}", userCode), { method: "POST" });
  check(answer.ok, `approving gave ${answer.status}`);
}

/** Returns the latest requests to one of the fakes, the newest last. */
export async function requests(server) {
  return (await fetch(`${kit("ADMIN_URL")}/api/journal?server=${server}`)).json();
}

/** Follows an authorize request as a browser does, up to the redirect to the application. */
export async function follow(url) {
  const answer = await fetch(url, { redirect: "manual" });
  equal(answer.status, 302, "the status of the authorize request");
  return new URL(answer.headers.get("location"));
}

/** Does what a browser does with a page that posts its form by itself (response mode form_post). */
export async function browse(url) {
  const page = await (await fetch(url)).text();
  const attribute = (tag, name) => unescape(tag.match(new RegExp(`\\b${name}="([^"]*)"`))[1]);
  const unescape = (text) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    .replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const fields = [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [attribute(tag, "name"), attribute(tag, "value")]);
  await fetch(attribute(page.match(/<form[^>]*>/)[0], "action"), { method: "POST", body: new URLSearchParams(fields) });
}
