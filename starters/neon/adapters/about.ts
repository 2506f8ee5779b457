import type { About, ProxyPart, SessionAdapter } from "#adapters/contracts.ts";
import { about } from "#adapters/neon/about.mjs";

export const providerAbout = (): About => about;

// Each is loaded when it is used: outside Next, where `npm start` reads the above, no SDK does.
export const sessionAdapter = async (): Promise<SessionAdapter> =>
  (await import("#adapters/neon/session.ts")).adapter;

export const providerTrust = async () => (await import("#adapters/neon/trust.ts")).trust();

/** Nothing is to be renewed: the session is a row, and ends 30 days after the sign-in. */
export const proxyAdapter = async (): Promise<ProxyPart | undefined> => undefined;
