import { readEnv } from "#lib/base/env.ts";
import type { TrustPolicy } from "../contracts.ts";
import { GOOGLE, googleShape, toGoogleClient } from "../shared/google-client.ts";
import { about } from "./about.mjs";

/** The Google client of this app. Throws EnvError. */
export function config() {
  return toGoogleClient(readEnv(googleShape, about.guideNames));
}

/** Google's access tokens are opaque, so the provider token is the ID token: its audience is our client. */
export function trust(): TrustPolicy {
  const { clientId, issuer } = config();
  return {
    issuer,
    keys: new URL("/oauth2/v3/certs", issuer === GOOGLE ? "https://www.googleapis.com" : issuer),
    algorithms: ["RS256"],
    audience: clientId,
    ownerNamespace: issuer,
  };
}
