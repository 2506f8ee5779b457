import type { BrowserContext, Page } from "@playwright/test";
import { recordAnnouncements } from "./announcements.ts";
import { chatOf, watchConsole } from "./chat.ts";
import { type AppServer, expect, test } from "./server.ts";
import { type Account, newAccount, signUpBrowser } from "./users.ts";

export const RUNS = "**/v1/threads/**/runs";
export const FIRST_RUN = "**/v1/threads/runs";

/** One visit of a new user, which tests go through state after state. */
export interface Visit {
  context: BrowserContext;
  page: Page;
  chat: ReturnType<typeof chatOf>;
  account: Account;
  /** What the console has complained about so far. */
  complaints: string[];
  /** Waits until a live region has said a text. */
  expectSaid(text: string): Promise<void>;
  /** Answers the next questions with a refusal of the server. */
  refuse(status: number, headers?: Record<string, string>): Promise<void>;
  acceptAgain(): Promise<void>;
}

/** Gives the tests of a file, which then run in their order, one visit. */
export function provideVisit(): () => Visit {
  test.describe.configure({ mode: "serial" });
  let visit: Visit;
  test.beforeAll(async ({ browser, server }) => {
    visit = await beginVisit(await browser.newContext({ baseURL: server.url }), server);
  });
  test.afterAll(() => visit.context.close());
  return () => visit;
}

async function beginVisit(context: BrowserContext, server: AppServer): Promise<Visit> {
  const page = await context.newPage();
  const complaints = watchConsole(page);
  const said = await recordAnnouncements(page);
  const account = await signUpBrowser(context, server.url, newAccount("Ada Lovelace"));
  const chat = chatOf(page);
  await page.goto(server.url);
  await expect(chat.composer).toBeEditable();
  return {
    context,
    page,
    chat,
    account,
    complaints,
    expectSaid: (text) => expect.poll(async () => (await said()).join("\n")).toContain(text),
    async refuse(status, headers = {}) {
      for (const runs of [RUNS, FIRST_RUN]) {
        await page.route(runs, (route) =>
          route.fulfill({ status, headers, json: { message: `${status} raw text of the server` } }),
        );
      }
    },
    async acceptAgain() {
      for (const runs of [RUNS, FIRST_RUN]) await page.unroute(runs);
    },
  };
}
