import { type ProviderProbe, UNKNOWN_CODE } from "#lib/trust/provider-probe.ts";
import { apiOrigin, workosEnv } from "./trust.ts";

export function probe(): ProviderProbe {
  const { WORKOS_CLIENT_ID: client_id, WORKOS_API_KEY: client_secret } = workosEnv();
  const address = `${apiOrigin()}/user_management/authenticate`;
  const body = JSON.stringify({ ...UNKNOWN_CODE, client_id, client_secret });
  const headers = { "content-type": "application/json" };
  return {
    request: new Request(address, { method: "POST", headers, body }),
    variables: ["WORKOS_CLIENT_ID", "WORKOS_API_KEY"],
  };
}
