import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { callApi, exchange, readUserToken } from "../../e2e/support/api.ts";
import { newAccount } from "../../e2e/support/users.ts";

/** What a visitor and a client do, against the functions of a deployment; `url` leads to the one at `appUrl`. */
export async function tryDeployment(url: string, appUrl: string, say: (text: string) => void) {
  const get = (path: string, headers = {}) =>
    fetch(`${url}${path}`, { headers, redirect: "manual" });

  const health = await get("/health");
  assert.equal(health.status, 200, await health.clone().text());
  assert.equal((await health.json()).database, "postgres");
  say("/health: the database that the build has migrated");

  const page = await get("/", { accept: "text/html" });
  const html = await page.text();
  assert.equal(page.status, 200, html);
  const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(
    page.headers.get("content-security-policy") ?? "",
  )?.[1];
  assert(nonce && html.includes(`nonce="${nonce}"`), "the page has the nonce of its policy");
  assert.equal(page.headers.get("x-content-type-options"), "nosniff");
  const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
  assert.equal(
    (await get(script)).headers.get("content-type"),
    "application/javascript; charset=utf-8",
  );
  say("the page, its policy by the middleware, and a script of it");

  const issuer = await (await get("/.well-known/openid-configuration")).json();
  assert.equal(issuer.issuer, appUrl);
  say(`the issuer is ${appUrl}`);

  for (const [method, path, status] of [
    ["PUT", "/v1/threads", 405],
    ["GET", "/v1/nothing", 404],
    ["POST", "/auth/mcp/nothing", 404],
    ["GET", "/v1/threads/thr_none", 401],
  ] as const) {
    const refused = await fetch(`${url}${path}`, { method });
    assert.equal(refused.status, status, path);
    assert.match(refused.headers.get("content-type") ?? "", /^application\/problem\+json/, path);
    assert.equal((await refused.json()).status, status);
  }
  say("a wrong method and unknown addresses are JSON");

  const { cookie } = await signUp(url, appUrl);
  const signedIn = await get("/", { accept: "text/html", cookie });
  const { userToken } = await readUserToken(url, cookie);
  assert.equal(signedIn.status, 200);
  assert((await signedIn.text()).includes("eyJ"), "the page has a user token in it");
  const exchanged = await exchange(url, userToken);
  assert.equal(exchanged.status, 200);
  const { access_token: bearer } = await exchanged.json();
  say("an account is made, and its user token exchanged");

  const threadId = await chat(url, bearer);
  say("a run is streamed as it is written, and goes on when its reader has left");

  const messages = await callApi(url, bearer, "GET", `/v1/threads/${threadId}/messages`);
  const kept: { role: string }[] = (await messages.json()).messages;
  assert.deepEqual(
    kept.map(({ role }) => role),
    ["user", "assistant"],
  );
  const list = await (await callApi(url, bearer, "GET", "/v1/threads")).json();
  assert.equal(list.threads.length, 2);
  const other = await signUp(url, appUrl);
  const { userToken: foreign } = await readUserToken(url, other.cookie);
  const { access_token: others } = await (await exchange(url, foreign)).json();
  assert.equal((await callApi(url, others, "GET", `/v1/threads/${threadId}`)).status, 404);
  say("the answer is kept, and nobody else's");

  const signedOut = await fetch(`${url}/sign-out`, {
    method: "POST",
    headers: { cookie, origin: appUrl },
    redirect: "manual",
  });
  assert(signedOut.status < 400, `${signedOut.status}`);
  await until(async () => (await callApi(url, bearer, "GET", "/v1/threads")).status === 401);
  assert.equal((await exchange(url, userToken)).status, 400);
  say("signing out ends both tokens");
}

/** By the form's request. Over https the cookies are this very host's alone. */
async function signUp(url: string, appUrl: string) {
  const made = await fetch(`${url}/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: appUrl },
    body: JSON.stringify(newAccount()),
  });
  assert(made.ok, `${made.status} ${await made.text()}`);
  const cookies = made.headers.getSetCookie();
  assert(cookies.length > 0 && cookies.every((one) => /^__Host-.*; Secure/i.test(one)), "cookies");
  return { cookie: cookies.map((one) => one.split(";", 1)[0]).join("; ") };
}

const question = (text: string) => ({
  message: { role: "user", content: [{ type: "text", text }] },
  availableComponents: [],
  tools: [],
});

/** Returns the thread of a run that was read to its end. */
async function chat(url: string, bearer: string): Promise<string> {
  const ask = (text: string) =>
    callApi(
      url,
      bearer,
      "POST",
      "/v1/threads/runs",
      question(`${text} ${randomBytes(4).toString("hex")}`),
    );
  const read = await ask("slow");
  assert.equal(read.status, 200);
  assert.match(read.headers.get("content-type") ?? "", /^text\/event-stream/);
  const arrivals: number[] = [];
  let text = "";
  for await (const chunk of read.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    arrivals.push(performance.now());
    text += chunk;
  }
  assert.match(text, /^data: \{"type":"RUN_STARTED"/);
  assert.match(text, /"type":"RUN_FINISHED".*\n\n$/);
  const [first = 0] = arrivals;
  assert((arrivals.at(-1) ?? 0) - first > 500, "the events come one by one");

  const left = await ask("slow");
  const thread = left.headers.get("x-thread-id") ?? "";
  await left.body?.cancel();
  await until(async () => {
    const messages = await callApi(url, bearer, "GET", `/v1/threads/${thread}/messages`);
    const last: { role: string; content: { text?: string }[] } = (
      await messages.json()
    ).messages.at(-1);
    const run = await (await callApi(url, bearer, "GET", `/v1/threads/${thread}`)).json();
    return last.role === "assistant" && run.runStatus === "idle" && !run.lastRunError;
  });
  return read.headers.get("x-thread-id") ?? "";
}

const PATIENCE = 15_000; // milliseconds
const LOOK_AGAIN = 100;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!(await isSo())) {
    assert(performance.now() < deadline, `not within ${PATIENCE} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
}
