import { randomBytes } from "node:crypto";
import type { BrowserContext } from "@playwright/test";

export interface Account {
  name: string;
  email: string;
  password: string;
}

/** An account that exists nowhere yet. */
export function newAccount(name = "Ada Lovelace"): Account {
  const unique = randomBytes(6).toString("hex");
  return { name, email: `user-${unique}@example.com`, password: `pass-${unique}` };
}

/** Creates an account over HTTP; returns the Cookie header of its session. */
export async function signUp(url: string, account: Account = newAccount()): Promise<string> {
  return post(url, "/auth/sign-up/email", account);
}

/** Creates an account and signs a browser in with it, past the form. */
export async function signUpBrowser(
  context: BrowserContext,
  url: string,
  account: Account = newAccount(),
): Promise<Account> {
  const response = await context.request.post(`${url}/auth/sign-up/email`, {
    headers: { origin: url },
    data: account,
  });
  if (!response.ok()) throw new Error(`sign-up: ${response.status()} ${await response.text()}`);
  return account;
}

/** Signs an account in over HTTP; returns the Cookie header of its session. */
export async function signIn(url: string, { email, password }: Account): Promise<string> {
  return post(url, "/auth/sign-in/email", { email, password });
}

async function post(url: string, path: string, body: unknown): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
