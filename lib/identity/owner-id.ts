import { createHash } from "node:crypto";

/**
 * The id of the user that threads belong to: 22 base64url characters (132 bits) of a hash, so it is
 * derived without a look-up and says nothing about the person.
 */
export function ownerId(project: string, namespace: string, subject: string): string {
  return shortHash([project, namespace, subject]);
}

/** The `sid` of tokens. It does not reveal the provider's session id. */
export function sidOf(owner: string, sessionId: string): string {
  return shortHash([owner, sessionId]);
}

// JSON keeps the parts apart: no two lists of strings have the same text.
function shortHash(parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
