import { createHash } from "node:crypto";

const LENGTH = 22; // characters
/** The owner namespace of those who chat without an account. */
export const GUESTS = "guest";
const OF_GUESTS = "guest_";

/**
 * The id of the user that threads belong to: 22 base64url characters (132 bits) of a hash, so it is
 * derived without a look-up and says nothing about the person. A guest's begins with `guest_`, and has 96 bits.
 */
export function ownerId(project: string, namespace: string, subject: string): string {
  const hash = shortHash([project, namespace, subject]);
  return namespace === GUESTS ? (OF_GUESTS + hash).slice(0, LENGTH) : hash;
}

/**
 * A user as an owner of threads: in an organisation, or without one. Sessions are the user's in all of
 * them, so what ends sessions goes by `personalId`, the owner id without one.
 */
export interface Owner {
  ownerId: string;
  /** Absent: the same. */
  personalId?: string;
}

/** The owner of what a user has in an organisation or, without one, of what is the user's alone. */
export function ownerIn(
  project: string,
  namespace: string,
  subject: string,
  organization?: string,
): Owner {
  const personalId = ownerId(project, namespace, subject);
  if (organization === undefined) return { ownerId: personalId };
  return { ownerId: shortHash([project, namespace, subject, organization]), personalId };
}

/** Whether threads are a guest's. */
export const isGuest = (ownerId: string) => ownerId.startsWith(OF_GUESTS);

/** The `sid` of tokens. It does not reveal the provider's session id. */
export function sidOf(owner: string, sessionId: string): string {
  return shortHash([owner, sessionId]);
}

// JSON keeps the parts apart: no two lists of strings have the same text.
function shortHash(parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, LENGTH);
}
