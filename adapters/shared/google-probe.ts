import { type ProviderProbe, spendUnknownCode } from "#lib/trust/provider-probe.ts";
import { GOOGLE, type toGoogleClient } from "./google-client.ts";

export function googleProbe(client: ReturnType<typeof toGoogleClient>): ProviderProbe {
  const { issuer } = client;
  const address = issuer === GOOGLE ? "https://oauth2.googleapis.com/token" : `${issuer}/token`;
  return {
    issuer,
    request: spendUnknownCode(address, client, "/auth/callback/google"),
    variables: ["AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"],
  };
}
