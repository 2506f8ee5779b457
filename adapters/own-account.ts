import { activeProvider, type Provider } from "./about.ts";
import type { account } from "./better-auth/own-account.ts";

export type AccountAdapter = typeof account;
/** An account that is kept here, as its user sees it. */
export type Account = Awaited<ReturnType<AccountAdapter["read"]>>;

const registry: Partial<Record<Provider, () => Promise<{ account: AccountAdapter }>>> = {
  "better-auth": () => import("./better-auth/own-account.ts"),
};

/** The accounts of the provider that AUTH_PROVIDER names, where they are kept here. Loaded only inside Next. */
export async function accountAdapter(): Promise<AccountAdapter | undefined> {
  return (await registry[activeProvider()]?.())?.account;
}
