import { randomUUID } from "node:crypto";
import { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { clientAddress } from "#lib/base/http/client-address.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { seal, unseal } from "#lib/base/seal.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { secondsUntil, tooMany } from "./handle-api.ts";
import { GUESTS } from "./owner-id.ts";
import { rateLimiter } from "./rate-limiter.ts";
import type { OpenSession } from "./user-token.ts";

interface Guest extends OpenSession {
  profile: { name: string; emailVerified: false };
}

const ONE_HOUR = 3_600; // seconds
/** How long somebody is the same guest, and their threads are kept. */
export const GUEST_LIFETIME = 7 * 24 * ONE_HOUR; // seconds
/** Of one client in an hour. */
const NEW_GUESTS = 10;

const PURPOSE = "guest";
const shape = z.object({ id: z.uuid(), startedAt: z.int() });

/** The value of a new guest's cookie. Nobody but this app can make one. */
export async function makeGuest(): Promise<string> {
  await openRootKey();
  const guest = { id: randomUUID(), startedAt: Date.now() } satisfies z.infer<typeof shape>;
  return seal(JSON.stringify(guest), deriveKey(PURPOSE), PURPOSE);
}

/** The session of a guest's cookie; undefined if this app did not make it, it has expired, or GUESTS is off. */
export async function readGuest(cookie: string | undefined): Promise<Guest | undefined> {
  if (!cookie || !appEnv().GUESTS) return undefined;
  await openRootKey();
  const text = unseal(cookie, deriveKey(PURPOSE), PURPOSE);
  if (text === undefined) return undefined;
  const { id, startedAt } = shape.parse(JSON.parse(text));
  if (Date.now() - startedAt >= GUEST_LIFETIME * 1_000) return undefined;
  return {
    id,
    startedAt: new Date(startedAt),
    subject: id,
    providerToken: async () => {
      throw new HttpError(401, "SIGNED_OUT", "A guest has no token of a provider");
    },
    profile: { name: "Guest", emailVerified: false },
  };
}

/** Whose owners guests are. There are no tokens to verify. */
export const GUEST_TRUST: TrustPolicy = {
  issuer: GUESTS,
  keys: async () => ({ keys: [] }),
  algorithms: [],
  audience: null,
  ownerNamespace: GUESTS,
};

/** Counts a new guest. Throws HttpError 429 when a client makes too many. */
export async function limitNewGuests(request: Request): Promise<void> {
  const limiter = await rateLimiter("guests-from-address", NEW_GUESTS, ONE_HOUR);
  await limiter.consume(clientAddress(request)).catch((reason) => {
    const seconds = secondsUntil(reason);
    const message = `Guests can do this ${NEW_GUESTS} times in an hour. Sign in to go on, or wait ${seconds} s`;
    throw tooMany("GUEST_LIMIT", message, seconds);
  });
}
