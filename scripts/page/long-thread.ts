import { chromium, type Page } from "@playwright/test";
import { callApi, readAccessToken } from "../../e2e/support/api.ts";
import { chatOf } from "../../e2e/support/chat.ts";
import type { App } from "./app.ts";

const ANSWERS = 300;
const COMPONENTS = 40;
const FRAME = 16; // milliseconds
const QUESTIONS = ["Show revenue by region", "Plan the beta launch", "List accounts at risk"];
const ANSWER = `The **second quarter** was better than the first, for three reasons:

1. the [new prices](https://example.com/prices) hold,
2. fewer accounts left,
3. \`trial\` became \`team\` more often.

> What was measured is in the table of the finance team.`;

const TYPED =
  "And how would the second quarter have been without the new prices, in a word or two?";

export interface LongTasks {
  during: string;
  /** Tasks of more than 50 ms, as the browser's PerformanceObserver has them. */
  longTasks: number;
  longest: number;
}

/** A thread of 300 answers, 40 with a component: what holds the page for long while it is used. */
export async function measureLongThread(app: App, executablePath: string): Promise<LongTasks[]> {
  const browser = await chromium.launch({ executablePath });
  try {
    const context = await browser.newContext({ baseURL: app.url });
    await context.addCookies(
      app.cookie.split("; ").map((pair) => {
        const [name = "", value = ""] = pair.split(/=(.*)/s);
        return { name, value, url: app.url };
      }),
    );
    const page = await context.newPage();
    const chat = chatOf(page);
    await page.goto(`/t/${await createThread(app)}`);
    for (let asked = 0; asked < COMPONENTS; asked++) {
      await chat.ask(QUESTIONS[asked % QUESTIONS.length] ?? "");
      await chat.answered();
    }
    // As one finds it when one comes back.
    await page.reload();
    await chat.transcript
      .getByRole("article")
      .nth(2 * ANSWERS - 1)
      .waitFor();
    await page.waitForLoadState("networkidle");
    const measure = await watchTasks(page);
    // By their ids and attributes: to look for a role goes through every element, which is a long task itself.
    const composer = page.locator("#message");
    return [
      await measure("typing", () => composer.pressSequentially(TYPED, { delay: FRAME })),
      await measure("an answer that arrives", async () => {
        await composer.press("Enter");
        await page.waitForSelector("[role=log][data-busy]");
        await page.waitForSelector("[role=log]:not([data-busy])");
      }),
      await measure("scrolling", () => scroll(page)),
    ];
  } finally {
    await browser.close();
  }
}

/** Creates the thread with all that is text. Returns its id. */
async function createThread({ url, cookie }: App): Promise<string> {
  const textOf = (text: string) => [{ type: "text", text }];
  const initialMessages = Array.from({ length: ANSWERS - COMPONENTS }, (_, index) => [
    { role: "user", content: textOf(`How was month ${index + 1}?`) },
    { role: "assistant", content: textOf(ANSWER) },
  ]).flat();
  const token = await readAccessToken(url, cookie);
  const response = await callApi(url, token, "POST", "/v1/threads", { initialMessages });
  if (!response.ok) throw new Error(`create thread: ${response.status} ${await response.text()}`);
  return (await response.json()).id;
}

/** Counts the page's long tasks from now on. What comes back does so during one thing that is done. */
async function watchTasks(page: Page) {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { longTasks: seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    }).observe({ type: "longtask" });
  });
  const takeSeen = () =>
    page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
  return async (during: string, act: () => Promise<void>): Promise<LongTasks> => {
    await takeSeen();
    await act();
    const seen = await takeSeen();
    return { during, longTasks: seen.length, longest: Math.max(0, ...seen) };
  };
}

/** Through the whole thread and back, as a wheel does. */
async function scroll(page: Page): Promise<void> {
  await page.locator("[role=log]").hover();
  for (const step of [-800, 800]) {
    for (let turns = 0; turns < 100; turns++) {
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(FRAME);
    }
  }
}
