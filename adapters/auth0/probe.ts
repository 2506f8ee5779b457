import { type ProviderProbe, spendUnknownCode } from "#lib/trust/provider-probe.ts";
import { config } from "./trust.ts";

export function probe(): ProviderProbe {
  const client = config();
  const address = new URL("oauth/token", client.issuer);
  return {
    issuer: client.issuer,
    request: spendUnknownCode(address, client, "/auth/callback"),
    variables: ["AUTH0_CLIENT_ID", "AUTH0_CLIENT_SECRET"],
  };
}
