import { about } from "#adapters/better-auth/about.mjs";
import type { About, ProxyPart, SessionAdapter } from "#adapters/contracts.ts";

export const providerAbout = (): About => about;

// Each is loaded when it is used: outside Next, where `npm start` reads the above, no SDK does.
export const sessionAdapter = async (): Promise<SessionAdapter> => ({
  ...(await import("#adapters/better-auth/session.ts")).adapter,
  // There is no page of it here.
  accountPath: undefined,
});

export const providerTrust = async () => (await import("#adapters/better-auth/trust.ts")).trust();

export const proxyAdapter = (): Promise<ProxyPart | undefined> =>
  import("#adapters/better-auth/proxy.ts");
