import type { Browser, Page } from "@playwright/test";
import { callApi, readAccessToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { watchRest } from "./support/page-rest.ts";
import { type AppServer, expect, test } from "./support/server.ts";
import { PAGES, readClaimLink } from "./support/settings.ts";
import { signUpBrowser } from "./support/users.ts";

/** Counts the JavaScript that comes over the wire for a page. Returns kilobytes (1000 bytes) so far. */
async function weigh(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  return () => Math.round(bytes / 100) / 10;
}

/** Signs in the first admin of a server. Returns the session, for contexts whose cache is empty. */
async function becomeAdmin(browser: Browser, server: AppServer) {
  const context = await browser.newContext({ baseURL: server.url });
  await signUpBrowser(context, server.url);
  const page = await context.newPage();
  await page.goto(await readClaimLink(server));
  await expect(page.getByRole("link", { name: "Open settings" })).toBeVisible();
  const session = await context.storageState();
  await context.close();
  return session;
}

test("no page is heavy at its first load", async ({ browser, server }) => {
  const admin = await becomeAdmin(browser, server);
  const opened = [];
  for (const [name, path, session] of [
    ["landing", "/", undefined],
    ["sign-in", "/sign-in", undefined],
    ["sign-up", "/sign-up", undefined],
    ["not found", "/nothing", undefined],
    ["hidden", "/settings/users", undefined],
    ...PAGES.map((path) => [path, `/settings/${path}`, admin] as const),
    ["chat", "/", admin],
  ] as const) {
    const context = await browser.newContext({ baseURL: server.url, storageState: session });
    const page = await context.newPage();
    const readWeight = await weigh(page);
    const rests = watchRest(page);
    await page.goto(path);
    if (name === "chat") await expect(chatOf(page).composer).toBeEditable();
    opened.push({ name, page, readWeight, rests });
  }
  const weights: Record<string, number> = {};
  for (const { name, page, readWeight, rests } of opened) {
    // By now most have been at rest for long.
    await rests();
    weights[name] = readWeight();
    await page.context().close();
  }
  console.table(
    Object.entries(weights).map(([page, kilobytes]) => ({ page, "JavaScript, kB": kilobytes })),
  );
  const { chat = Number.NaN, ...others } = weights;
  expect(chat).toBeLessThanOrEqual(225);
  for (const [name, weight] of Object.entries(others)) {
    expect(weight, name).toBeLessThanOrEqual(132);
  }
});

test("a word that arrives has the thread gone through a few times, however long it is, and no finished component drawn again", async ({
  page,
  server,
}) => {
  await signUpBrowser(page.context(), server.url);
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const token = await readAccessToken(server.url, cookie);
  const initialMessages = Array.from({ length: 300 }, (_, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content: [{ type: "text", text: `Message ${index}` }],
  }));
  const created = await callApi(server.url, token, "POST", "/v1/threads", { initialMessages });
  expect(created.status).toBe(201);
  // Each time the SDK goes through a thread it writes down the props of every component in it.
  await page.addInitScript(() => {
    const counts = { words: 0, passes: 0, drawn: 0 };
    Object.assign(window, { counts });
    const { parse, stringify } = JSON;
    JSON.parse = (text: string, ...rest) => {
      if (String(text).includes('"TEXT_MESSAGE_CONTENT"')) counts.words++;
      return parse(text, ...rest);
    };
    JSON.stringify = (value: unknown, ...rest: unknown[]) => {
      if (value && Object(value).series && Object(value).labels) counts.passes++;
      return (stringify as (...all: unknown[]) => string)(value, ...rest);
    };
    const { prototype } = Intl.NumberFormat;
    const { get } = Object.getOwnPropertyDescriptor(prototype, "format") ?? {};
    Object.defineProperty(prototype, "format", {
      get() {
        counts.drawn++;
        return get?.call(this);
      },
    });
  });
  const readCounts = () =>
    page.evaluate(() => (window as unknown as { counts: Record<string, number> }).counts);

  await page.goto(`/t/${(await created.json()).id}`);
  const chat = chatOf(page);
  await chat.ask("Show revenue by region");
  await chat.answered();
  await expect(chat.transcript.getByRole("img", { name: /Revenue by region/ })).toBeVisible();
  const before = await readCounts();
  expect(before.drawn).toBeGreaterThan(0);
  await chat.ask("hello");
  await chat.answered();
  const { words = 0, passes = 0, drawn = 0 } = await readCounts();
  const arrived = words - (before.words ?? 0);
  expect(arrived).toBeGreaterThan(10);
  // It was one for each of the 150 answers. Words that come together are drawn together.
  expect((passes - (before.passes ?? 0)) / arrived).toBeLessThan(4);
  expect(drawn - (before.drawn ?? 0)).toBe(0);
});
