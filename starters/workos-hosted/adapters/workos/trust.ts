import { z } from "zod";
import type { TrustPolicy } from "#adapters/contracts.ts";
import { readEnv, required, webAddress } from "#lib/base/env.ts";
import { about } from "./about.mjs";

const { variables } = about;

/**
 * The WorkOS environment. The SDK reads the same variables by itself. Throws EnvError with where in
 * the dashboard each value is found.
 */
export function workosEnv() {
  return readEnv({
    WORKOS_CLIENT_ID: required(variables.WORKOS_CLIENT_ID),
    WORKOS_API_KEY: required(variables.WORKOS_API_KEY),
    WORKOS_COOKIE_PASSWORD: required(variables.WORKOS_COOKIE_PASSWORD).min(
      32,
      "must have at least 32 characters; `openssl rand -base64 32` makes one",
    ),
    WORKOS_ISSUER: webAddress(`must be ${variables.WORKOS_ISSUER}`).optional(),
    // Where the API is. Set for the emulator only.
    WORKOS_API_HOSTNAME: z.string().default("api.workos.com"),
    WORKOS_API_PORT: z.string().optional(),
    WORKOS_API_HTTPS: z.enum(["true", "false"], { error: "must be true or false" }).optional(),
  });
}

/** Where the WorkOS API answers. */
export function apiOrigin(): string {
  const { WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_API_HTTPS } = workosEnv();
  const url = new URL(
    `${WORKOS_API_HTTPS === "false" ? "http" : "https"}://${WORKOS_API_HOSTNAME}`,
  );
  url.port = WORKOS_API_PORT ?? "";
  return url.origin;
}

/** Of a ULID. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Where WorkOS publishes its keys for this client. */
export const keysAddress = () => new URL(`${apiOrigin()}/sso/jwks/${workosEnv().WORKOS_CLIENT_ID}`);

/** AuthKit's access tokens. */
export function trust(): TrustPolicy {
  const { WORKOS_CLIENT_ID, WORKOS_ISSUER } = workosEnv();
  return {
    issuer: WORKOS_ISSUER ?? `${apiOrigin()}/user_management/${WORKOS_CLIENT_ID}`,
    keys: keysAddress(),
    algorithms: ["RS256"],
    // WorkOS puts no aud into a token unless a JWT template says so. What binds it to this
    // application is the client id in the issuer, and in the address of the keys.
    audience: null,
    readAuthTime,
    // Named as by default, so that a custom authentication domain orphans nobody's threads.
    ownerNamespace: `https://api.workos.com/user_management/${WORKOS_CLIENT_ID}`,
  };
}

/** Seconds. A session id is a prefix and a ULID, whose first ten characters are the milliseconds of when it was made, in Crockford's base 32. */
export function readAuthTime({ sid }: Record<string, unknown>): number | undefined {
  const [, time] =
    /^session_([0-9A-HJKMNP-TV-Z]{10})[0-9A-HJKMNP-TV-Z]{16}$/.exec(String(sid)) ?? [];
  const digits = Array.from(time ?? "", (character) => ALPHABET.indexOf(character));
  const milliseconds = digits.reduce((sum, digit) => sum * ALPHABET.length + digit, 0);
  return time === undefined ? undefined : milliseconds / 1_000;
}
