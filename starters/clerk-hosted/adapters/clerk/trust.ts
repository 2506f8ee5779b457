import { z } from "zod";
import type { TrustPolicy } from "#adapters/contracts.ts";
import { appEnv, readEnv, webAddress } from "#lib/base/env.ts";
import { about } from "./about.mjs";

const publishableKey = `must be ${about.variables.CLERK_PUBLISHABLE_KEY}`;
const secretKey = `must be ${about.variables.CLERK_SECRET_KEY}`;

const shape = {
  CLERK_PUBLISHABLE_KEY: z
    .string({ error: publishableKey })
    .refine((key) => /^pk_(test|live)_/.test(key) && hostOf(key).includes("."), publishableKey),
  // Clerk's SDK reads this one by itself; it is here to be checked.
  CLERK_SECRET_KEY: z.string({ error: secretKey }).regex(/^sk_(test|live)_/, secretKey),
  // For the emulator: where the SDK's own proxy finds the Frontend API.
  CLERK_FAPI_URL: webAddress("must be an absolute URL, and only of an emulator").optional(),
};

/** Clerk's variables, checked. Throws EnvError. */
export function readConfig() {
  const env = readEnv(shape, about.guideNames);
  const issuer = `https://${hostOf(env.CLERK_PUBLISHABLE_KEY)}`;
  return {
    publishableKey: env.CLERK_PUBLISHABLE_KEY,
    /** The Frontend API. */
    issuer,
    keys: new URL("/.well-known/jwks.json", env.CLERK_FAPI_URL ?? issuer),
    /** Below this path the emulated Frontend API is part of our own origin. */
    proxyPath: env.CLERK_FAPI_URL && "/__clerk",
  };
}

/** A publishable key is a prefix and, in base64, the host of the Frontend API with a `$` behind it. */
function hostOf(key: string): string {
  return Buffer.from(key.slice("pk_live_".length), "base64").toString().replace(/\$$/, "");
}

/**
 * Whose users they are is what counts of it: Clerk's SDK verifies the session token, and `session.ts`
 * compares its `azp`, the origin of the page that it was issued to, for want of an audience.
 */
export function trust(): TrustPolicy {
  const { issuer, keys } = readConfig();
  return {
    issuer,
    keys,
    algorithms: ["RS256"],
    audience: null,
    authorizedParties: [ownOrigin()],
    ownerNamespace: issuer,
  };
}

export const ownOrigin = () => new URL(appEnv().APP_URL).origin;
