import { z } from "zod";
import { processWide } from "#lib/base/process.ts";
import { refuses } from "../shared/renewal.ts";
import { config } from "./trust.ts";

const TIMEOUT = 5_000; // milliseconds

const discoveryDocument = z.object({ token_endpoint: z.url() });
const tokenResponse = z
  .object({ id_token: z.string(), refresh_token: z.string().optional() })
  .transform((tokens) => ({ idToken: tokens.id_token, refreshToken: tokens.refresh_token }));

/** A new ID token for a refresh token. Undefined when Google refuses it; throws when Google cannot be reached. */
export async function refreshIdToken(
  refreshToken: string,
): Promise<z.infer<typeof tokenResponse> | undefined> {
  const { clientId, clientSecret } = config();
  const response = await fetch(await tokenEndpoint(), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    }),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (await refuses(response)) return undefined;
  if (!response.ok) throw new Error(`The token endpoint answered ${response.status}`);
  return tokenResponse.parse(await response.json());
}

function tokenEndpoint(): Promise<string> {
  return processWide("google-token-endpoint", async () => {
    const address = `${config().issuer}/.well-known/openid-configuration`;
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) });
    return discoveryDocument.parse(await response.json()).token_endpoint;
  });
}
