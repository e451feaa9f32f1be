// The page of the testkit. Everything that it shows comes from the admin API of its own origin.

const ROWS = 500;
const TOKENS = 50;

const byId = (id) => document.getElementById(id);

/** Makes an element: properties by name, "class", "aria-..." and "data-..." as attributes, children at the end. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (/^(class$|role$|scope$|aria-|data-)/.test(name)) {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Gives a container one child for each item and keeps those that are there, so that focus and open details stay. */
function keyed(container, items, key, make, update) {
  const focused = [...container.children].findIndex((child) => child.contains(document.activeElement));
  const wanted = new Set(items.map((item) => String(key(item))));
  [...container.children].filter((child) => !wanted.has(child.dataset.key)).forEach((child) => child.remove());
  const known = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let place = container.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let child = known.get(name);
    known.delete(name);
    if (!child) {
      child = make(item);
      child.dataset.key = name;
    }
    update?.(child, item);
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      container.insertBefore(child, place);
    }
  }
  if (focused >= 0 && !container.contains(document.activeElement)) {
    focusNear(container, focused);
  }
}

/** Where the keyboard goes on when what it was at has gone: to what is in that place now, or to the heading. */
function focusNear(container, at) {
  const child = container.children[Math.min(at, container.children.length - 1)];
  const heading = container.closest("section").querySelector("h2");
  heading.tabIndex = -1;
  (child?.querySelector("button, summary") ?? heading).focus();
}

function text(target, value) {
  if (target.textContent !== value) {
    target.textContent = value;
  }
}

// ---- talking to the API

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(`api/${path}`, options);
  const content = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) {
    throw new Error(content?.error ?? `The server answered ${answer.status}.`);
  }
  return content;
}

/** Does something on behalf of the person, and tells when it fails. */
async function act(work) {
  const message = byId("message");
  message.hidden = true;
  try {
    await work();
  } catch (error) {
    message.textContent = error.message;
    message.hidden = false;
  }
}

// ---- clock

function showClock(clock) {
  text(byId("now"), clock.now.replace("T", " ").replace(/\.\d+Z$|Z$/, " UTC"));
  byId("now").dateTime = clock.now;
  text(byId("mode"), clock.frozen ? "frozen" : "running");
  text(byId("freeze"), clock.frozen ? "Run" : "Freeze");
}

/** Between two events a running clock is moved on here. */
let clockBase = null;

setInterval(() => {
  if (clockBase && !clockBase.frozen) {
    const now = new Date(Date.parse(clockBase.now) + performance.now() - clockBase.seenAt);
    showClock({ now: now.toISOString(), frozen: false });
  }
}, 500);

function takeClock(clock) {
  clockBase = { ...clock, seenAt: performance.now() };
  showClock(clock);
}

byId("advance").addEventListener("submit", (event) => {
  event.preventDefault();
  act(async () => {
    await call("POST", "clock/advance", { by: byId("advance-by").value });
    takeClock(await call("GET", "clock"));
    news(`The clock has been advanced by ${byId("advance-by").value}.`);
  });
});

byId("freeze").addEventListener("click", () =>
  act(async () => takeClock(await call("POST", clockBase?.frozen ? "clock/run" : "clock/freeze"))));

byId("reset").addEventListener("click", () => {
  if (confirm("Empty all accounts and forget requests, tokens and faults?")) {
    act(async () => {
      await call("POST", "reset");
      requests.clear();
      drawRequests();
    });
  }
});

// ---- accounts

const STATES = { active: "good", steady: "good", completed: "good", resizing: "busy", deleting: "busy", terminating: "busy" };

function badge(state) {
  return element("span", { class: `badge ${STATES[state] ?? ""}` }, state);
}

function table(caption, columns) {
  return element("table", {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody"));
}

function row(cells) {
  return element("tr", {}, ...cells.map(() => element("td")));
}

function fill(line, contents) {
  contents.forEach((content, i) => {
    const cell = line.cells[i];
    if (typeof content === "string") {
      text(cell, content);
    } else if (cell.textContent !== content.textContent) {
      cell.replaceChildren(content);
    }
  });
}

function makeAccount(account) {
  return element("article", { class: "account", "aria-label": `Account ${account.name}` },
    element("div", { class: "row" }, element("h3", {}, account.name), element("code", {}, account.url)),
    table("Pools", ["Pool", "State", "Nodes", "Slots in use"]),
    element("p", { class: "empty" }, "No pool."),
    table("Jobs", ["Job", "State", "Tasks"]),
    element("p", { class: "empty" }, "No job."),
    table("Job schedules", ["Schedule", "State", "Jobs"]));
}

function updateAccount(article, account) {
  const [pools, jobs, schedules] = article.querySelectorAll("table");
  const [noPools, noJobs] = article.querySelectorAll(".empty");
  pools.hidden = account.pools.length === 0;
  noPools.hidden = !pools.hidden;
  jobs.hidden = account.jobs.length === 0;
  noJobs.hidden = !jobs.hidden;
  schedules.hidden = account.schedules.length === 0;
  keyed(pools.tBodies[0], account.pools, (pool) => pool.id, () => row([1, 2, 3, 4]), (line, pool) => fill(line, [
    pool.id,
    badge(pool.state === "active" ? pool.allocationState : pool.state),
    pool.nodes === pool.targetNodes ? `${pool.nodes}` : `${pool.nodes} of ${pool.targetNodes}`,
    `${pool.usedSlots} of ${pool.slots}`,
  ]));
  keyed(jobs.tBodies[0], account.jobs, (job) => job.id, makeJob, updateJob);
  keyed(schedules.tBodies[0], account.schedules, (one) => one.id, () => row([1, 2, 3]),
    (line, one) => fill(line, [one.id, badge(one.state), `${one.jobs}`]));
}

const GROUPS = [["succeeded", "succeeded"], ["failed", "failed"], ["running", "running"], ["active", "waiting"]];

function makeJob() {
  const line = row([1, 2, 3]);
  line.cells[2].className = "progress";
  line.cells[2].append(
    element("div", { class: "bar", role: "progressbar", "aria-valuemin": "0" },
      ...GROUPS.map(([group]) => element("span", { class: group }))),
    element("div", { class: "legend" }));
  return line;
}

function updateJob(line, job) {
  fill(line, [job.id, badge(job.state)]);
  const total = GROUPS.reduce((sum, [group]) => sum + job[group], 0);
  const done = job.succeeded + job.failed;
  const [bar, legend] = line.cells[2].children;
  bar.setAttribute("aria-label", `Tasks of ${job.id}`);
  bar.setAttribute("aria-valuemax", String(Math.max(total, 1)));
  bar.setAttribute("aria-valuenow", String(done));
  const words = GROUPS.filter(([group]) => job[group] > 0).map(([group, word]) => [group, `${job[group]} ${word}`]);
  const said = total === 0 ? "no task" : words.map(([, word]) => word).join(", ");
  bar.setAttribute("aria-valuetext", said);
  GROUPS.forEach(([group], i) => {
    bar.children[i].style.width = total === 0 ? "0" : `${(100 * job[group]) / total}%`;
  });
  if (legend.textContent !== said) {
    legend.replaceChildren(...(total === 0
      ? ["no task"]
      : words.flatMap(([group, word], i) => [i === 0 ? "" : ", ", element("span", { class: group }, word)])));
  }
}

// ---- faults

function faultText(rule) {
  const words = [{ entra: "Entra ID", batch: "Batch", managedIdentity: "Managed identity" }[rule.server] ?? rule.server];
  if (rule.account) words.push(rule.account);
  words.push(rule.method ?? "", rule.path ?? rule.endpoint ?? "any request");
  if (rule.first) words.push(`the first ${rule.first}`);
  if (rule.nth) words.push(`number ${rule.nth.join(", ")}`);
  if (rule.afterFirst) words.push(`after the first ${rule.afterFirst}`);
  if (rule.probability !== undefined) words.push(`with probability ${rule.probability}`);
  if (rule.delay) words.push(`delayed ${typeof rule.delay === "string" ? rule.delay : JSON.stringify(rule.delay)}`);
  const fault = typeof rule.fault === "string" ? rule.fault
    : Object.entries(rule.fault).map(([kind, value]) => `${kind} ${typeof value === "object" ? JSON.stringify(value) : value}`).join(", ");
  return `${words.filter(Boolean).join(" ")}: ${fault}`;
}

function showFaults(faults) {
  byId("no-faults").hidden = faults.length > 0;
  keyed(byId("fault-list"), faults, (fault) => fault.id,
    (fault) => element("li", {},
      element("div", {}, element("div", {}, faultText(fault.rule)), element("div", { class: "hits" })),
      element("button", {
        type: "button",
        "aria-label": `Remove the rule ${faultText(fault.rule)}`,
        onclick: () => act(async () => {
          await call("DELETE", `faults/${fault.id}`);
          news("The rule is out of force.");
        }),
      }, "Remove")),
    (item, fault) => text(item.querySelector(".hits"), `has met ${fault.hits} of ${fault.seen} requests`));
}

byId("add-fault").addEventListener("submit", (event) => {
  event.preventDefault();
  const rule = { server: byId("fault-server").value };
  const [kind, value] = byId("fault-kind").value.split(":");
  if (byId("fault-method").value) rule.method = byId("fault-method").value;
  if (byId("fault-path").value) rule.path = byId("fault-path").value;
  if (byId("fault-first").value) rule.first = Number(byId("fault-first").value);
  if (byId("fault-delay").value) rule.delay = byId("fault-delay").value;
  rule.fault = value === undefined ? kind : { [kind]: /^\d+$/.test(value) ? Number(value) : value };
  act(async () => {
    await call("POST", "faults", rule);
    news("The rule is in force.");
  });
});

// ---- tokens

let tokensDue = false;

/** Soon shows the tokens that there are, once for all that asks for it meanwhile. */
function tokensLater() {
  if (!tokensDue) {
    tokensDue = true;
    setTimeout(() => {
      tokensDue = false;
      loadTokens().catch(() => {}); // The connection is lost; all is fetched again when it is back.
    }, 100);
  }
}

async function loadTokens() {
  const tokens = await call("GET", `tokens?limit=${TOKENS}`);
  byId("no-tokens").hidden = tokens.length > 0;
  text(byId("token-total"), tokens.length === 0 ? "" : tokens.length < TOKENS ? `${tokens.length}` : `the latest ${TOKENS}`);
  keyed(byId("token-list"), tokens, (claims) => `${claims.uti ?? ""}${claims.aud}${claims.iat}${claims.sub ?? ""}${claims.aio ?? ""}`, makeToken);
}

function makeToken(claims) {
  const who = claims.upn ?? claims.preferred_username ?? claims.app_displayname ?? claims.appid ?? claims.azp ?? claims.sub ?? "?";
  const until = new Date(claims.exp * 1000).toISOString().slice(11, 16);
  return element("li", {}, element("details", {},
    element("summary", {},
      element("span", { class: "who" }, who),
      element("span", { class: "what" }, `for ${claims.aud}, until ${until} UTC`)),
    element("pre", {}, JSON.stringify(claims, null, 2))));
}

// ---- journal

const requests = new Map();
let paused = false;
let drawing = false;
let unheard = 0;

/** What arrives while the journal is fetched; null when nothing is. */
let arriving = null;

function take(request) {
  if (request.status !== 0 && !request.server.startsWith("batch/")) {
    tokensLater();
  }
  if (arriving) {
    arriving.push(request);
    return;
  }
  if (!requests.has(request.id)) {
    unheard++;
  }
  keep(request);
  later();
}

function keep(request) {
  requests.set(request.id, request);
  while (requests.size > ROWS) {
    requests.delete(requests.keys().next().value);
  }
}

/** Shows what the journal holds instead of what was known of it, and then what has arrived meanwhile. */
async function loadJournal() {
  const mine = [];
  arriving = mine;
  try {
    const journal = await call("GET", `journal?limit=${ROWS}`);
    if (arriving === mine) {
      requests.clear();
      journal.forEach(keep);
    }
  } finally {
    if (arriving === mine) {
      arriving = null;
      for (const request of mine) {
        // One that arrived before the journal was read may be answered there already.
        if (request.status !== 0 || !requests.has(request.id)) {
          keep(request);
        }
      }
      later();
    }
  }
}

function later() {
  if (!drawing && !paused) {
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      drawRequests();
    });
  }
}

function drawRequests() {
  const server = byId("only-server").value;
  const words = byId("only-text").value.toLowerCase();
  const errors = byId("only-errors").checked;
  const shown = [...requests.values()].reverse().filter((one) =>
    (!server || one.server === server)
    && (!errors || one.status >= 400 || one.fault || one.note)
    && (!words || `${one.method} ${one.path} ${one.operation} ${one.status} ${one.fault} ${one.note}`.toLowerCase().includes(words)));
  keyed(byId("requests"), shown, (one) => one.id, makeRequest, updateRequest);
  byId("no-requests").hidden = shown.length > 0;
  text(byId("no-requests"), requests.size > 0 ? "No request fits." : "No request yet.");
  const select = byId("only-server");
  for (const name of new Set([...requests.values()].map((one) => one.server))) {
    if (![...select.options].some((option) => option.value === name)) {
      select.append(element("option", { value: name }, name));
    }
  }
}

/** Leaves the beginning of a GUID, which is enough to tell one from another. */
function shortened(path) {
  return path.replace(/([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, "$1…");
}

function makeRequest(request) {
  const [time, millis] = [request.receivedAt.slice(11, 19), request.receivedAt.slice(19, 23).replace("Z", "")];
  const query = request.query.map(([name, value]) => `${name}=${value}`).join("&");
  const details = element("details", {},
    element("summary", {},
      element("span", { class: "path" }, `${request.method} ${shortened(request.path)}`),
      /^\w+$/.test(request.operation) ? element("span", { class: "operation" }, ` ${request.operation}`) : null));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      const lines = [`${request.method} ${request.path}${query ? `?${query}` : ""}`, "", ...request.headers.map(([name, value]) => `${name}: ${value}`)];
      details.append(element("pre", {}, lines.join("\n") + (request.body ? `\n\n${request.body}` : "")));
    }
  });
  return element("tr", {},
    element("td", {}, time, element("span", { class: "millis" }, millis)),
    element("td", {}, request.server),
    element("td", {}, details),
    element("td", {}));
}

function updateRequest(line, request) {
  const cell = line.cells[3];
  const status = request.status !== 0 ? String(request.status) : request.note ? "none" : "…";
  const remarks = [request.fault, request.note].filter(Boolean).join(", ");
  if (cell.textContent !== status + remarks) {
    cell.replaceChildren(
      element("span", { class: `status ${request.status >= 400 ? "bad" : request.status > 0 ? "good" : ""}` }, status),
      ...(remarks ? [element("span", { class: "fault-name" }, remarks)] : []));
  }
}

for (const id of ["only-server", "only-text", "only-errors"]) {
  byId(id).addEventListener("input", drawRequests);
}

byId("pause").addEventListener("click", () => {
  paused = !paused;
  byId("pause").setAttribute("aria-pressed", String(paused));
  later();
});

// ---- permissions

byId("show-needed").addEventListener("click", () => act(async () => {
  const needed = await call("GET", "needed-permissions");
  byId("needed-list").replaceChildren(...needed.map((one) => element("details", { open: needed.length === 1 },
    element("summary", {}, `${one.principal}: ${one.permissions.length} ${one.permissions.length === 1 ? "permission" : "permissions"}`),
    element("pre", {}, JSON.stringify(one.role, null, 2)))));
  if (needed.length === 0) {
    byId("needed-list").append(element("p", { class: "empty" }, "Nobody has asked for anything yet."));
  }
  text(byId("show-needed"), "Show again");
}));

// ---- what is happening

/** Says something to those who listen to the page instead of looking at it. */
function news(words) {
  text(byId("news"), words);
}

setInterval(() => {
  if (unheard > 0 && !paused) {
    news(unheard === 1 ? "One new request." : `${unheard} new requests.`);
    unheard = 0;
  }
}, 5000);

/** How often the journal had been cleared when it was fetched. */
let clearings = -1;

function takeState(state) {
  takeClock(state.clock);
  keyed(byId("account-list"), state.accounts, (account) => account.name, makeAccount, updateAccount);
  showFaults(state.faults);
  text(byId("journal-total"), state.journal.total === 0 ? "" : `${state.journal.total}`);
  if (clearings !== state.journal.clearings) {
    clearings = state.journal.clearings;
    tokensLater();
    loadJournal().catch(() => {
      clearings = -1;
    });
  }
}

/** The program whose state is shown. One that has started again counts its requests from one, so nothing old may stay. */
let instance = null;

function meet(state) {
  if (instance !== null && instance !== state.instance) {
    requests.clear();
    clearings = -1;
    for (const id of ["requests", "account-list", "fault-list", "token-list", "needed-list"]) {
      keyed(byId(id), []);
    }
    drawRequests();
  }
  instance = state.instance;
  takeState(state);
}

function connection(state, words) {
  byId("connection").dataset.state = state;
  text(byId("connection"), words);
}

const events = new EventSource("api/events");
events.addEventListener("open", async () => {
  connection("live", "Live");
  // What came before the connection, or while it was lost.
  clearings = -1;
  meet(await call("GET", "state"));
});
events.addEventListener("error", () => connection("lost", "Connection lost, trying again"));
events.addEventListener("state", (event) => meet(JSON.parse(event.data)));
events.addEventListener("request", (event) => take(JSON.parse(event.data)));
