import { about } from "#adapters/auth0/about.mjs";
import type { About, ProxyPart, SessionAdapter } from "#adapters/contracts.ts";

export const providerAbout = (): About => about;

// Each is loaded when it is used: outside Next, where `npm start` reads the above, no SDK does.
export const sessionAdapter = async (): Promise<SessionAdapter> =>
  (await import("#adapters/auth0/session.ts")).adapter;

export const providerTrust = async () => (await import("#adapters/auth0/trust.ts")).trust();

export const proxyAdapter = (): Promise<ProxyPart | undefined> =>
  import("#adapters/auth0/proxy.ts");
