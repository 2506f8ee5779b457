import { isHttpError } from "#lib/http-error.ts";
import { revokeSession, signOutEverywhere } from "./revocation.ts";
import type { TrustPolicy } from "./trust-policy.ts";
import { type OwnedSession, ownerOf } from "./user-token.ts";

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
  if (everywhere) await signOutEverywhere(owner);
}
