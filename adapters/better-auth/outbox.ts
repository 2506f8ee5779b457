import { AsyncLocalStorage } from "node:async_hooks";
import { createAuthMiddleware, isAPIError } from "better-auth/api";
import { z } from "zod";
import { waitUntil } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { hasMail, type Mail, sendMail } from "#lib/base/mail.ts";
import { processWide } from "#lib/base/process.ts";

/** Of a form: where its visitor wants to go afterwards, which its mail says as well. */
export const returnTo = z.string().default("/").transform(readReturnTo);

interface Outbox {
  returnTo: string;
  mail?: Mail;
  /** Of a sign-in link's token: the browser that asked for it keeps one half, the mail has the other. */
  browserHalf?: string;
}

const outboxes = () => processWide("better-auth-outbox", () => new AsyncLocalStorage<Outbox>());

/** Asks the library for something. Returns with its answer the mail that it wants to be sent: it would take one that fails for sent. */
export async function collectMail<T>(returnTo: string, ask: () => Promise<T>) {
  const outbox: Outbox = { returnTo };
  const answer = await outboxes().run(outbox, ask);
  return { ...outbox, answer };
}

/** What the library calls to send one. */
export function collect(mail: Mail, browserHalf?: string): void {
  const outbox = outboxes().getStore();
  if (outbox) Object.assign(outbox, { mail, browserHalf });
}

/** For a mail: a page of ours, from which its visitor goes on to where they wanted to go. */
export function pageAddress(path: string, values: Record<string, string> = {}): string {
  const { returnTo } = outboxes().getStore() ?? { returnTo: "/" };
  const address = new URL(withReturnTo(path, returnTo), appEnv().APP_URL);
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  return address.href;
}

/** The app's name in a mail. */
export const host = () => new URL(appEnv().APP_URL).host;

/** Tells a user what was done to the account, in case it was somebody else. It is done, whether or not the mail arrives. */
export function notify(to: string, what: string): void {
  if (!hasMail()) return;
  const lines = [
    `${what} This is about your account at ${host()}.`,
    `If it was not you, choose a new password and end the other sessions: ${appEnv().APP_URL}/sign-in/forgot`,
  ];
  const mail = { to, subject: "Your account was changed", text: `${lines.join("\n\n")}\n` };
  // sendMail logs what goes wrong.
  waitUntil(sendMail(mail).catch(() => {}));
}

/** By the library's route that has done it. */
const CHANGES: Record<string, string> = {
  "/change-password": "Your password was changed.",
  "/two-factor/disable": "The second step was turned off.",
  "/passkey/verify-registration": "A passkey was added.",
};

export const tellOfChanges = createAuthMiddleware(async ({ path, context }) => {
  const what = CHANGES[path];
  const email = context.session?.user.email;
  if (what && email && !isAPIError(context.returned)) notify(email, what);
});
