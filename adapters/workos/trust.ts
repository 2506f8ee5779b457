import type { TrustPolicy } from "../contracts.ts";
import { apiOrigin, workosEnv } from "./config.ts";

const ONE_SECOND = 1_000; // milliseconds
/** Of a ULID. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10; // characters

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

/** Seconds. A session id is a prefix and a ULID, which begins with the time it was made. */
export function readAuthTime({ sid }: Record<string, unknown>): number | undefined {
  const [, ulid] = /^session_([0-9A-HJKMNP-TV-Z]{26})$/.exec(String(sid)) ?? [];
  return ulid === undefined ? undefined : readUlidTime(ulid).getTime() / ONE_SECOND;
}

/** The time a ULID was made: its first ten characters are milliseconds, in Crockford's base 32. */
export function readUlidTime(ulid: string): Date {
  const digits = [...ulid.slice(0, TIME_LENGTH)].map((character) => ALPHABET.indexOf(character));
  return new Date(digits.reduce((time, digit) => time * ALPHABET.length + digit, 0));
}
