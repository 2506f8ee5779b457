import type { Page } from "@playwright/test";
import { chatOf } from "./support/chat.ts";
import { makeNaps } from "./support/nap.ts";
import { expect, test } from "./support/server.ts";
import { signUpBrowser } from "./support/users.ts";

interface Call {
  path: string;
  hasBearer: boolean;
  status: Promise<number>;
}

const readClaims = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

/** Every request below /v1 that the page makes, with its outcome. */
function recordCalls(page: Page): Call[] {
  const calls: Call[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith("/v1/")) return;
    calls.push({
      path: `${request.method()} ${pathname}`,
      hasBearer: /^Bearer \S+/.test(request.headers().authorization ?? ""),
      status: request.response().then((response) => response?.status() ?? 0),
    });
  });
  return calls;
}

// The SDK exchanges every 5 minutes, and what it got lives for 15: no call meets an old one.
const NAP = 12 * 60; // seconds
const A_QUARTER = 15 * 60; // seconds, of an hour

test("ten renewals among answers, tool rounds and changes: no call without a bearer, none refused", async ({
  page,
  startServer,
}) => {
  // Some forty naps. Each wait has a limit of its own.
  test.setTimeout(90_000);
  const server = await startServer({ DEMO_MODEL_DELAY: "10" });
  await signUpBrowser(page.context(), server.url);
  const calls = recordCalls(page);
  const userTokens = new Set<string>();
  let held = "";
  page.on("response", (response) => {
    if (new URL(response.url()).pathname !== "/oauth/token" || !response.ok()) return;
    held = new URLSearchParams(response.request().postData() ?? "").get("subject_token") ?? "";
    userTokens.add(held);
  });
  let slept = 0;
  const { letPass, settled } = makeNaps(page, [server]);
  const nap = async () => {
    await letPass(NAP);
    slept += NAP;
    await settled();
  };
  /** While nothing is going on, a token with less left is renewed, and the SDK has no bearer until it is exchanged. */
  const secondsLeft = () => readClaims(held).exp - Date.now() / 1_000 - slept;
  const renewed = () => expect.poll(secondsLeft).toBeGreaterThan(A_QUARTER);
  await page.clock.install();
  await page.goto(server.url);
  const chat = chatOf(page);
  const board = chat.transcript.getByRole("region", { name: "To do" });
  /** The SDK gives up on a run that has not begun after a minute, so a nap waits for the last of them. */
  const askAndNap = async (question: string, runs: number) => {
    let begun = 0;
    const lastBegun = page.waitForResponse((response) => {
      if (response.url().endsWith("/runs")) begun += 1;
      return begun === runs;
    });
    await chat.ask(question);
    await lastBegun;
    await nap();
    await chat.answered();
    await renewed();
  };
  const napThrice = async () => {
    for (const _ of [1, 2, 3]) {
      await nap();
      await renewed();
    }
  };
  // The first one comes with the page; ten more are renewals.
  for (let boards = 1; userTokens.size <= 10; boards += 1) {
    await askAndNap("hello", 1);
    await napThrice();
    await askAndNap("Plan the beta launch", 2);
    await expect(board).toHaveCount(boards);
    await napThrice();
    const saved = page.waitForResponse((response) => response.url().endsWith("/state"));
    await board.last().getByRole("checkbox").first().click();
    await saved;
    await napThrice();
  }

  // What is changed while the next token is exchanged waits for its bearer.
  const [asked, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route("**/oauth/token", async (route) => {
    const form = new URLSearchParams(route.request().postData() ?? "");
    if (form.get("subject_token") !== held) {
      asked.resolve();
      await allowed.promise;
    }
    await route.continue();
  });
  while (secondsLeft() > A_QUARTER) {
    const exchanged = page.waitForResponse((response) => response.url().endsWith("/oauth/token"));
    await letPass(NAP);
    slept += NAP;
    await Promise.race([exchanged.then(settled), asked.promise]);
  }
  await asked.promise;
  const saved = page.waitForResponse((response) => response.url().endsWith("/state"));
  await board.last().getByRole("checkbox").first().click();
  await expect(board.last().getByRole("checkbox").first()).not.toBeChecked();
  await page.clock.runFor(2_000);
  allowed.resolve();
  expect((await saved).status()).toBe(200);

  expect(calls.length).toBeGreaterThan(10);
  const flawed = [];
  for (const { path, hasBearer, status } of calls) {
    if (!hasBearer || (await status) >= 400) flawed.push(`${path} ${hasBearer} ${await status}`);
  }
  expect(flawed).toEqual([]);
});
