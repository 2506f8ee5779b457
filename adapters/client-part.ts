import { headers } from "next/headers";
import { appEnv } from "#lib/base/env.ts";
import type { ClientPart } from "./client-contracts.ts";
import { sessionAdapter } from "./session.ts";

/** What the active provider's browser part has to know, for ProviderFrame and Credentials. */
export async function readClientPart(): Promise<ClientPart> {
  const [{ clientSettings }, requestHeaders] = await Promise.all([sessionAdapter(), headers()]);
  const { AUTH_PROVIDER, TOKEN_RETRIEVAL } = appEnv();
  return {
    provider: AUTH_PROVIDER,
    followsHook: TOKEN_RETRIEVAL === "client",
    settings: clientSettings?.() ?? {},
    nonce: requestHeaders.get("x-nonce") ?? undefined,
  };
}
