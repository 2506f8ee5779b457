import type { BrowserContext, Page } from "@playwright/test";
import { recordAnnouncements } from "./announcements.ts";
import { chatOf } from "./chat.ts";
import { type AppServer, expect } from "./server.ts";
import { type Account, newAccount, signUpBrowser } from "./users.ts";

export const RUNS = "**/v1/threads/**/runs";
export const FIRST_RUN = "**/v1/threads/runs";

/** One visit of a new user, which tests go through state after state. */
export interface Visit {
  context: BrowserContext;
  page: Page;
  chat: ReturnType<typeof chatOf>;
  account: Account;
  /** Waits until a live region has said a text. */
  expectSaid(text: string): Promise<void>;
  /** Answers the next questions with a refusal of the server. */
  refuse(status: number, headers?: Record<string, string>): Promise<void>;
  acceptAgain(): Promise<void>;
}

export async function beginVisit(context: BrowserContext, server: AppServer): Promise<Visit> {
  const page = await context.newPage();
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
    expectSaid: (text) =>
      expect.poll(async () => (await said()).join("\n"), { timeout: 15_000 }).toContain(text),
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
