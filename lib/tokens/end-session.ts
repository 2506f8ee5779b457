import { appEnv } from "#lib/env.ts";
import { isHttpError } from "#lib/http-error.ts";
import { inTime } from "#lib/in-time.ts";
import { decodeToken } from "./decode-token.ts";
import { readSessionId } from "./provider-token.ts";
import { revokeSession, signOutEverywhere } from "./revocation.ts";
import type { TrustPolicy } from "./trust-policy.ts";
import { type OwnedSession, ownerOf } from "./user-token.ts";

const LONGEST_WAIT = 1_000; // milliseconds

/** Revokes the tokens of a session, or of all sessions of its owner. The provider's part is the adapter's. */
export async function endSession(
  session: OwnedSession,
  trust: TrustPolicy,
  everywhere: boolean,
): Promise<void> {
  let owner: string;
  try {
    owner = await ownerOf(session, trust);
  } catch (error) {
    // A provider token that is no longer genuine must not keep anyone from signing out.
    if (isHttpError(error)) return;
    throw error;
  }
  await revokeSession(owner, session.id);
  if (appEnv().TAMBO_SUBJECT === "provider") await revokePageToken(session, owner);
  if (everywhere) await signOutEverywhere(owner);
}

/** The provider token that the page was given may name no session, or another than the adapter does. */
async function revokePageToken(session: OwnedSession, owner: string): Promise<void> {
  // Out of reach: no reason to keep anyone from signing out.
  const token = await inTime(session.providerToken(), LONGEST_WAIT).catch(() => undefined);
  if (token) await revokeSession(owner, readSessionId(decodeToken(token)));
}
