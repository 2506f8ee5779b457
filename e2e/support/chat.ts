import { expect, type Page } from "@playwright/test";
import type { Account } from "./users.ts";

/** The chat of a page, by what a person sees of it. */
export function chatOf(page: Page) {
  const composer = page.getByRole("textbox", { name: "Message" });
  const threads = page.getByRole("navigation", { name: "Threads" });
  const transcript = page.getByRole("log");
  // A form in an answer has a button that sends, too, and while it arrives that may be called the same.
  const send = page
    .getByRole("form", { name: "Message", exact: true })
    .getByRole("button", { name: "Send", exact: true });
  const stop = page.getByRole("button", { name: "Stop" });
  return {
    composer,
    threads,
    transcript,
    send,
    stop,

    /** Sends a question and waits until it is under way, not for the answer. */
    async ask(question: string): Promise<void> {
      const articles = transcript.getByRole("article");
      const before = await articles.count();
      await composer.fill(question);
      await composer.press("Enter");
      await expect(composer).toHaveValue("");
      // Until then the composer still offers to send, and `answered` would take it for the end.
      await expect(stop.or(articles.nth(before)).first()).toBeVisible();
    },

    /** Waits for the end of the answer: the composer offers to send again. */
    async answered(): Promise<void> {
      await expect(send).toBeVisible();
    },

    async signOut(account: Account): Promise<void> {
      await page.getByRole("button", { name: `Account: ${account.name}` }).click();
      await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
    },
  };
}

/** Fails the test for every message in the console that is no plain log: warnings, errors, CSP reports. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

/** Keeps every text that a page draws, from its next load on. */
export async function watchDrawn(page: Page): Promise<string[]> {
  const drawn: string[] = [];
  await page.exposeFunction("keepDrawn", (text: string) => drawn.push(text));
  await page.addInitScript(() => {
    const { keepDrawn } = window as unknown as { keepDrawn(text: string): void };
    const options = { subtree: true, childList: true, characterData: true };
    new MutationObserver(() => keepDrawn(document.body?.innerText ?? "")).observe(
      document,
      options,
    );
  });
  return drawn;
}
