import type { About, ProxyPart, SessionAdapter } from "#adapters/contracts.ts";
import { about } from "./better-auth/about.mjs";

export const providerAbout = (): About => about;

// Each is loaded when it is used: outside Next, where `npm start` reads the above, no page does.
export const sessionAdapter = async (): Promise<SessionAdapter> =>
  (await import("./better-auth/session.ts")).adapter;

export const providerTrust = async () => (await import("./better-auth/auth.ts")).trust();

export const proxyAdapter = (): Promise<ProxyPart> => import("./better-auth/session.ts");
