import { appEnv } from "#lib/base/env.ts";
import { activeProvider, type Provider } from "./about.ts";
import type { account } from "./better-auth/own-account.ts";
import type { SessionAdapter } from "./contracts.ts";

const registry = {
  authjs: () => import("./authjs/session.ts"),
  auth0: () => import("./auth0/session.ts"),
  "better-auth": () => import("./better-auth/session.ts"),
  clerk: () => import("./clerk/session.ts"),
  neon: () => import("./neon/session.ts"),
  supabase: () => import("./supabase/session.ts"),
  workos: () => import("./workos/session.ts"),
} satisfies Record<Provider, () => Promise<{ adapter: SessionAdapter }>>;

/** The session adapter that AUTH_PROVIDER names. Loaded only inside Next. */
export async function sessionAdapter(): Promise<SessionAdapter> {
  return (await registry[activeProvider()]()).adapter;
}

/** What users can see of their account, and change, where it is kept here. */
export type AccountAdapter = typeof account;

const accounts: Partial<Record<Provider, () => Promise<{ account: AccountAdapter }>>> = {
  "better-auth": () => import("./better-auth/own-account.ts"),
};

/** The accounts of the provider that AUTH_PROVIDER names, where they are kept here. */
export async function accountAdapter(): Promise<AccountAdapter | undefined> {
  return (await accounts[activeProvider()]?.())?.account;
}

/** Where an account is created; undefined where nobody new may come in, or the provider asks on its sign-in page. */
export async function readSignUpPath(): Promise<string | undefined> {
  if (appEnv().SIGN_UP === "closed") return undefined;
  return (await sessionAdapter()).signUpPath;
}
