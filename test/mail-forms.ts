import { expect } from "vitest";
import { getAuth } from "#adapters/better-auth/config.ts";
import { handleAuthRequest } from "#adapters/better-auth/routes.ts";
import { adapter } from "#adapters/better-auth/session.ts";
import type { Session } from "#adapters/contracts.ts";
import { appEnv } from "#lib/base/env.ts";
import { type ReceivedMail, startMailbox } from "#test/mailbox.ts";

export const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };

/** Gives the app a mail server. Call it before anything reads the configuration. */
export async function provideMailbox() {
  const mailbox = await startMailbox();
  process.env.SMTP_URL = mailbox.url;
  process.env.MAIL_FROM = "Northwind <app@northwind.example>";
  return mailbox;
}

/** Sends a form of ours. */
export async function post(path: string, body: object, cookie = "") {
  const request = new Request(`${appEnv().APP_URL}/auth${path}`, {
    method: "POST",
    headers: { origin: appEnv().APP_URL, cookie },
    body: JSON.stringify(body),
  });
  const response: Response = await handleAuthRequest(request).catch((error) => error.toResponse());
  const answer = await response.text();
  const cookies = response.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  return {
    status: response.status,
    code: answer ? JSON.parse(answer).code : undefined,
    cookie: cookies.join("; "),
    answer,
  };
}

export const signUp = (account: object = ada) => post("/sign-up/email", account);

export const signIn = (more: object = {}) =>
  post("/sign-in/email", { email: ada.email, password: ada.password, ...more });

/** Takes the one mail that there is, with what its first link has in its address. */
export function takeMail(mails: ReceivedMail[]): Record<string, unknown> {
  expect(mails).toHaveLength(1);
  const mail = mails.pop();
  const subject = /^Subject: (.*)\r$/m.exec(mail?.source ?? "")?.[1];
  const [link = ""] = /http\S+/.exec(mail?.text ?? "") ?? [];
  const { pathname, searchParams } = new URL(link);
  return { ...mail, subject, pathname, ...Object.fromEntries(searchParams) };
}

/** A user whose address is confirmed, and who has no password. */
export async function makeUser(email: string): Promise<string> {
  const { internalAdapter } = await (await getAuth()).$context;
  const user = { name: "Ada", email, emailVerified: true };
  await internalAdapter.createUser(user, { method: "email-password" });
  return email;
}

export const readUser = async (email = ada.email) => {
  const { internalAdapter } = await (await getAuth()).$context;
  return (await internalAdapter.findUserByEmail(email))?.user;
};

export const sessionOf = async (cookie: string) =>
  (await adapter.readSession(new Headers({ cookie }))) as Session | undefined;
