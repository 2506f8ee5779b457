import { appEnv } from "#lib/base/env.ts";

/** How one sees whether the provider knows this app. `adapters/<provider>/probe.ts` makes one. */
export interface ProviderProbe {
  /** Whose it is, where the provider has several sources. */
  hostedBy?: string;
  /** The issuer of its discovery document, where signing in begins with one. */
  issuer?: string;
  /** Whether not every version of it has such a document. */
  mayLackDocument?: boolean;
  /** A request that the provider refuses unless the variables below are those of one application. Absent where its address is not known. */
  request?: Request;
  variables: string[];
  /** It is answered with a key set, which must share a key with the published one. */
  answersKeys?: boolean;
}

/** A code that nobody was given: refused as `invalid_grant`, but only once the client was recognised (RFC 6749 §5.2). */
export const UNKNOWN_CODE = { grant_type: "authorization_code", code: "doctor" };

/** Spends that code as a client, which has this path for its callback. */
export function spendUnknownCode(
  address: URL | string,
  client: { clientId: string; clientSecret: string },
  callback: string,
): Request {
  const { clientId: client_id, clientSecret: client_secret } = client;
  const redirect_uri = `${appEnv().APP_URL}${callback}`;
  const body = new URLSearchParams({ ...UNKNOWN_CODE, client_id, client_secret, redirect_uri });
  return new Request(address, { method: "POST", body });
}
