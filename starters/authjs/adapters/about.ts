import { about } from "#adapters/authjs/about.mjs";
import type { About, ProxyPart, SessionAdapter } from "#adapters/contracts.ts";

export const providerAbout = (): About => about;

// Each is loaded when it is used: outside Next, where `npm start` reads the above, no SDK does.
export const sessionAdapter = async (): Promise<SessionAdapter> =>
  (await import("#adapters/authjs/session.ts")).adapter;

export const providerTrust = async () => (await import("#adapters/authjs/trust.ts")).trust();

export const proxyAdapter = (): Promise<ProxyPart | undefined> =>
  import("#adapters/authjs/proxy.ts");
