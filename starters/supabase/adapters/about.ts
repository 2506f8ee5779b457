import type { About, ProxyPart, SessionAdapter } from "#adapters/contracts.ts";
import { about } from "#adapters/supabase/about.mjs";

export const providerAbout = (): About => about;

// Each is loaded when it is used: outside Next, where `npm start` reads the above, no SDK does.
export const sessionAdapter = async (): Promise<SessionAdapter> =>
  (await import("#adapters/supabase/session.ts")).adapter;

export const providerTrust = async () => (await import("#adapters/supabase/trust.ts")).trust();

export const proxyAdapter = (): Promise<ProxyPart | undefined> =>
  import("#adapters/supabase/proxy.ts");
