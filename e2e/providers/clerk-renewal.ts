import { expect, type Page } from "@playwright/test";
import { secretKey } from "../emulators/clerk/instance.ts";
import { countLoads } from "../steps/renew.ts";
import { type Stage, signInAt } from "../steps/stage.ts";
import { exchange, readUserToken } from "../support/api.ts";
import { chatOf, watchConsole } from "../support/chat.ts";

const EXPIRIES = 5;

/**
 * clerk-js renews in open pages; in a browser without it the server does, for each request that
 * brings an expired token. Clerk's refresh tokens are not spent, so nothing has to be shared.
 */
export async function renewWithClerk(stage: Stage, second: Page): Promise<void> {
  const { page, server } = stage;
  const loads = countLoads(page);
  const complaints = watchConsole(page);
  const tabs = [page, second].map((tab) => watchRequests(tab, server.url));
  const countRenewals = () => tabs.reduce((sum, tab) => sum + tab.renewals, 0);

  let naps = 0;
  await renewOnServer(stage, async () => {
    naps += 1;
    // It looks every five seconds, by a worker, whose time is the real one; and when a page gets the focus.
    if (naps > 1) await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect.poll(countRenewals, { timeout: 10_000 }).toBeGreaterThanOrEqual(naps);
  });

  const chat = chatOf(page);
  await chat.ask("hello");
  await chat.answered();
  const foreign = tabs.flatMap((tab) => tab.foreign);
  expect({ loads, complaints, foreign }).toEqual({
    loads: { count: 0 },
    complaints: [],
    foreign: [],
  });
  expect(countRenewals()).toBeGreaterThanOrEqual(EXPIRIES);
}

/** How often clerk-js asked for a token, by itself or with the sign that somebody is there, and what was asked of another host than the app's. */
function watchRequests(page: Page, url: string): { renewals: number; foreign: string[] } {
  const seen = { renewals: 0, foreign: [] as string[] };
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.origin !== url)
      seen.foreign.push(address.href);
    if (/\/client\/sessions\/[^/]+\/(tokens|touch)$/.test(address.pathname)) seen.renewals += 1;
  });
  return seen;
}

/** Five expiries with five requests each, then a sign-out with a token that has expired once more. */
async function renewOnServer(stage: Stage, afterNap: () => Promise<void>): Promise<void> {
  const { browser, server, emulator, scenario } = stage;
  const { tokenLifetime = 0 } = scenario;
  const alone = await browser.newPage();
  await signInAt(stage, alone, emulator.users.alice);
  const session = await takeSession(alone);
  const { url } = server;
  const ask = () => fetch(`${url}/user-token`, { headers: { cookie: session.cookie() } });
  for (let count = 1; count <= EXPIRIES; count += 1) {
    await stage.letPass(tokenLifetime);
    await afterNap();
    const answers = await Promise.all(Array.from({ length: 5 }, ask));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (const { headers } of answers) expect(session.take(headers.getSetCookie())).toBe(1);
  }

  const { userToken } = await readUserToken(url, session.cookie());
  await stage.letPass(tokenLifetime);
  expect(await readStatus(stage, session.id())).toBe("active");
  const out = await fetch(`${url}/sign-out`, {
    method: "POST",
    headers: { cookie: session.cookie(), origin: url },
    redirect: "manual",
  });
  expect(out.status).toBe(303);
  expect(await readStatus(stage, session.id())).toBe("ended");
  expect((await exchange(url, userToken)).status).toBe(400);
  expect((await ask()).status).toBe(401);
}

/** Takes the session out of a browser, whose clerk-js would renew it. */
async function takeSession(page: Page) {
  const cookies = await page.context().cookies(page.url());
  await page.close();
  const jar = new Map(cookies.map(({ name, value }) => [name, value]));
  const claims = () => {
    const [, payload = ""] = (jar.get("__session") ?? "").split(".");
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as { sid: string };
  };
  return {
    id: () => claims().sid,
    cookie: () => [...jar].map((pair) => pair.join("=")).join("; "),

    /** Keeps the cookies that an answer set; says how many session tokens were among them. */
    take(setCookies: string[]): number {
      for (const line of setCookies) {
        const [name = "", value = ""] = (line.split(";", 1)[0] ?? "").split(/=(.*)/s);
        jar.set(name, value);
      }
      return setCookies.filter((line) => line.startsWith("__session=eyJ")).length;
    },
  };
}

async function readStatus({ emulator }: Stage, sid: string): Promise<string> {
  const headers = { authorization: `Bearer ${secretKey}` };
  const { CLERK_API_URL } = emulator.env;
  return (await (await fetch(`${CLERK_API_URL}/v1/sessions/${sid}`, { headers })).json()).status;
}
