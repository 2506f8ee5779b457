import { headers } from "next/headers";
import { appEnv } from "#lib/env.ts";
import type { ClientPart } from "./client.ts";
import { sessionAdapter } from "./session.ts";

/** What the active provider's browser part has to know, for ProviderFrame and Credentials. */
export async function readClientPart(): Promise<ClientPart> {
  const [{ clientSettings }, requestHeaders] = await Promise.all([sessionAdapter(), headers()]);
  return {
    provider: appEnv().AUTH_PROVIDER,
    settings: clientSettings?.() ?? {},
    nonce: requestHeaders.get("x-nonce") ?? undefined,
  };
}
